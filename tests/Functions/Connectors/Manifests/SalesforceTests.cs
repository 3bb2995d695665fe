using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class SalesforceApi : Vendor
{
    private readonly SortedDictionary<string, string> _contacts = [];

    public override Manifest Manifest { get; } = BuiltIn("salesforce");

    public override JsonObject Configuration => new()
    {
        ["instance_url"] = Api.Url, ["client_id"] = "c-1", ["client_secret"] = "cs-secret", ["refresh_token"] = Good, ["objects"] = "Contact, Account",
    };

    public override string Credential => "refresh_token";

    public override bool IssuesTokens => true;

    public override string Version => "Salesforce v60.0";

    public override string Stream => "Contact";

    public override string[] Key => ["Customer_No__c"];

    public override ResultColumn[] Columns { get; } = Rows.Columns(("Customer_No__c", ColumnKind.Text), ("LastName", ColumnKind.Text), ("Account.Customer_No__c", ColumnKind.Text));

    public override object?[][] GoodRows => [["1", "Ann", "A1"], ["2", "Bob", "A1"], ["3", "Cid", "A2"]];

    public override object?[] BadRow => ["4", null, "A2"];

    public override (string Code, string Message) Complaint => ("required_field_missing", "Required fields are missing: [LastName]");

    public override IEnumerable<string> Kept => _contacts.Select(contact => $"{contact.Key}: {contact.Value}");

    public override string[] Expected =>
    [
        """1: {"Customer_No__c":"1","LastName":"Ann","Account":{"Customer_No__c":"A1"},"attributes":{"type":"Contact"}}""",
        """2: {"Customer_No__c":"2","LastName":"Bob","Account":{"Customer_No__c":"A1"},"attributes":{"type":"Contact"}}""",
        """3: {"Customer_No__c":"3","LastName":"Cid","Account":{"Customer_No__c":"A2"},"attributes":{"type":"Contact"}}""",
    ];

    protected override ApiReply Answer(ApiCall call)
    {
        const string data = "/services/data/v60.0";
        if (call.Path == "/services/oauth2/token")
        {
            return call.Form["refresh_token"] == Good
                ? ApiReply.Json($$"""{"access_token":"{{Token}}","instance_url":"https://example.my.salesforce.com","token_type":"Bearer","issued_at":"1"}""")
                : ApiReply.Json("""{"error":"invalid_grant","error_description":"expired access/refresh token"}""", 400);
        }
        if (call.Header("Authorization") != $"Bearer {Token}")
            return ApiReply.Json("""[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""", 401);
        return (call.Method, call.Path) switch
        {
            ("GET", $"{data}/limits") => ApiReply.Json("{}"),
            ("GET", $"{data}/sobjects/Contact/describe" or $"{data}/sobjects/Account/describe") => ApiReply.Json(Describe),
            ("PATCH", $"{data}/composite/sobjects/Contact/Customer_No__c") => Each(call, Upsert),
            ("DELETE", $"{data}/composite/sobjects") => ApiReply.Of(Array(call.Parameters["ids"].Split(',').Select(Delete))),
            _ => ApiReply.Json("""[{"message":"The requested resource does not exist","errorCode":"NOT_FOUND"}]""", 404),
        };
    }

    private static ApiReply Each(ApiCall call, Func<JsonNode, JsonNode> act)
    {
        Assert.Equal("false", call.Json["allOrNone"]!.ToString());
        return ApiReply.Of(Array(call.Json["records"]!.AsArray().Select(record => act(record!))));
    }

    private JsonNode Upsert(JsonNode record)
    {
        if (record["LastName"] is null)
            return JsonNode.Parse("""{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [LastName]","fields":["LastName"]}]}""")!;
        _contacts[record["Customer_No__c"]!.ToString()] = record.ToJsonString();
        return JsonNode.Parse("""{"id":"003RM0000068xV6YAI","success":true,"errors":[],"created":true}""")!;
    }

    private static JsonNode Delete(string id) => JsonNode.Parse(
        id == "003gone" ? """{"id":"003gone","success":false,"errors":[{"statusCode":"ENTITY_IS_DELETED","message":"entity is deleted","fields":[]}]}"""
        : id == "003locked" ? """{"id":"003locked","success":false,"errors":[{"statusCode":"DELETE_FAILED","message":"Your attempt to delete failed","fields":[]}]}"""
        : """{"id":"003","success":true,"errors":[]}""")!;

    private const string Describe =
        """
        {"name":"Contact","fields":[
          {"name":"Id","type":"id","label":"Contact ID","length":18,"nillable":false,"createable":false,"updateable":false,"externalId":false,"defaultedOnCreate":true,"picklistValues":[],"precision":0,"scale":0,"restrictedPicklist":false,"deprecatedAndHidden":false},
          {"name":"LastName","type":"string","label":"Last Name","length":80,"nillable":false,"createable":true,"updateable":true,"externalId":false,"defaultedOnCreate":false,"picklistValues":[],"precision":0,"scale":0,"restrictedPicklist":false,"deprecatedAndHidden":false},
          {"name":"Customer_No__c","type":"string","label":"Customer no","length":20,"nillable":true,"createable":true,"updateable":true,"externalId":true,"defaultedOnCreate":false,"picklistValues":[],"precision":0,"scale":0,"restrictedPicklist":false,"deprecatedAndHidden":false},
          {"name":"Account.Customer_No__c","type":"string","label":"By relation","length":20,"nillable":true,"createable":true,"updateable":true,"externalId":false,"defaultedOnCreate":false,"picklistValues":[],"precision":0,"scale":0,"restrictedPicklist":false,"deprecatedAndHidden":false},
          {"name":"MailingAddress","type":"address","label":"Mailing Address","length":0,"nillable":true,"createable":false,"updateable":false,"externalId":false,"defaultedOnCreate":false,"picklistValues":[],"precision":0,"scale":0,"restrictedPicklist":false,"deprecatedAndHidden":false},
          {"name":"CreatedDate","type":"datetime","label":"Created","length":0,"nillable":false,"createable":false,"updateable":false,"externalId":false,"defaultedOnCreate":true,"picklistValues":[],"precision":0,"scale":0,"restrictedPicklist":false,"deprecatedAndHidden":false},
          {"name":"Amount__c","type":"currency","label":"Amount","length":0,"nillable":true,"createable":true,"updateable":true,"externalId":false,"defaultedOnCreate":false,"picklistValues":[],"precision":18,"scale":2,"restrictedPicklist":false,"deprecatedAndHidden":false},
          {"name":"Level__c","type":"picklist","label":"Level","length":255,"nillable":true,"createable":true,"updateable":true,"externalId":false,"defaultedOnCreate":false,"picklistValues":[{"active":true,"value":"Primary"},{"active":true,"value":"Secondary"}],"precision":0,"scale":0,"restrictedPicklist":true,"deprecatedAndHidden":false}
        ]}
        """;
}

public sealed class SalesforceTests : VendorConformance<SalesforceApi>
{
    [Fact]
    public async Task Described_fields_have_their_limits()
    {
        var streams = await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None);
        var contact = streams[0];

        Assert.Equal(["Contact", "Account"], streams.Select(stream => stream.Name));
        Assert.Null(contact.Field("MailingAddress"));
        Assert.True(contact.Field("CreatedDate")!.IsReadOnly);
        Assert.Equal((true, 80), (contact.Field("LastName")!.IsRequired, contact.Field("LastName")!.MaxLength));
        Assert.Equal((ColumnKind.Decimal, 18, 2), (contact.Field("Amount__c")!.Kind, contact.Field("Amount__c")!.Precision, contact.Field("Amount__c")!.Scale));
        Assert.Equal(["Primary", "Secondary"], contact.Field("Level__c")!.AllowedValues);
        Assert.Equal([["Id"], ["Customer_No__c"]], contact.Keys);
    }

    [Fact]
    public async Task What_is_deleted_already_is_fine_and_what_cannot_be_deleted_is_told()
    {
        var rejection = Assert.Single(await WriteAsync("Contact", Rows.Columns(("Id", ColumnKind.Text)), ["Id"], RowOperations.Delete, ["003a"], ["003gone"], ["003locked"]));

        Assert.Equal(new RowRejection(2, "delete_failed", "Your attempt to delete failed"), rejection);
    }

    [Fact]
    public async Task A_used_up_quota_is_transient()
    {
        await using var writer = await OpenAsync();
        for (var attempt = 0; attempt < 5; attempt++)
            Vendor.Api.Faults.Enqueue(_ => ApiReply.Json("""[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]""", 403));

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => writer.WriteAsync(Rows.Batch(RowOperations.Upsert, Vendor.GoodRows), CancellationToken.None));

        Assert.Equal((true, "TotalRequests Limit exceeded."), (failure.IsTransient, failure.Message));
    }
}
