using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class HubSpotApi : Vendor
{
    private readonly SortedDictionary<string, string> _contacts = [];

    public override Manifest Manifest { get; } = BuiltIn("hubspot");

    public override JsonObject Configuration => new() { ["base_url"] = Api.Url, ["client_id"] = "c-1", ["client_secret"] = "cs-secret", ["refresh_token"] = Good };

    public override string Credential => "refresh_token";

    public override bool IssuesTokens => true;

    public override string Version => "HubSpot 1234567";

    public override string Stream => "contacts";

    public override string[] Key => ["email"];

    public override ResultColumn[] Columns { get; } = Rows.Columns(("email", ColumnKind.Text), ("firstname", ColumnKind.Text), ("age", ColumnKind.Integer));

    public override object?[][] GoodRows => [["a@example.com", "Ann", 41L], ["b@example.com", null, 42L], ["c@example.com", "Cid", null]];

    public override object?[] BadRow => ["d@example.com", "Dee", -1L];

    public override (string Code, string Message) Complaint => ("invalid_integer", "-1 was not a valid age.");

    public override IEnumerable<string> Kept => _contacts.Select(contact => $"{contact.Key}: {contact.Value}");

    public override string[] Expected =>
    [
        """a@example.com: {"email":"a@example.com","firstname":"Ann","age":"41"}""",
        """b@example.com: {"email":"b@example.com","firstname":"","age":"42"}""",
        """c@example.com: {"email":"c@example.com","firstname":"Cid","age":""}""",
    ];

    protected override ApiReply Answer(ApiCall call)
    {
        if (call.Path == "/oauth/v1/token")
        {
            return call.Form is { } form && form["grant_type"] == "refresh_token" && form["refresh_token"] == Good && form["client_secret"] == "cs-secret"
                ? ApiReply.Json($$"""{"access_token":"{{Token}}","refresh_token":"{{Good}}","expires_in":1800,"token_type":"bearer"}""")
                : ApiReply.Json("""{"status":"BAD_REFRESH_TOKEN","message":"missing or invalid refresh token"}""", 400);
        }
        if (call.Header("Authorization") != $"Bearer {Token}")
            return ApiReply.Json("""{"status":"error","message":"The OAuth token used to make this call expired 5 second(s) ago.","correlationId":"e1","category":"EXPIRED_AUTHENTICATION"}""", 401);
        if (call.Path.StartsWith("/crm/v3/properties/", StringComparison.Ordinal))
            return ApiReply.Json(Properties);
        return call.Path switch
        {
            "/account-info/v3/details" => ApiReply.Json("""{"portalId":1234567,"accountType":"STANDARD"}"""),
            "/crm/v3/objects/contacts/batch/upsert" => Upsert(call),
            "/crm/v3/objects/contacts/batch/archive" => Archive(call),
            _ => ApiReply.Json("""{"status":"error","message":"resource not found"}""", 404),
        };
    }

    private ApiReply Upsert(ApiCall call)
    {
        var (results, errors) = (new JsonArray(), new JsonArray());
        var inputs = call.Json["inputs"]!.AsArray();
        if (inputs.Any(input => input!["properties"]!["firstname"]?.ToString() == "unknown property"))
            return ApiReply.Json("""{"status":"error","message":"Property values were not valid","correlationId":"e2","category":"VALIDATION_ERROR","errors":[{"message":"no such property","code":"PROPERTY_DOESNT_EXIST"}]}""", 400);
        foreach (var input in inputs)
        {
            if (input!["properties"]!["age"]?.ToString() == "-1")
            {
                errors.Add(JsonNode.Parse(
                    $$"""{"status":"error","category":"VALIDATION_ERROR","message":"-1 was not a valid age.","context":{"objectWriteTraceId":["{{input["objectWriteTraceId"]}}"]},"errors":[{"message":"-1 was not a valid age.","code":"INVALID_INTEGER"}]}"""));
                continue;
            }
            Assert.Equal("email", input["idProperty"]!.ToString());
            _contacts[input["id"]!.ToString()] = input["properties"]!.ToJsonString();
            results.Add(new JsonObject { ["id"] = "1", ["objectWriteTraceId"] = input["objectWriteTraceId"]!.ToString() });
        }
        var status = errors.Count > 0 ? 207 : 200;
        return ApiReply.Of(new JsonObject { ["status"] = "COMPLETE", ["results"] = results, ["numErrors"] = errors.Count, ["errors"] = errors }, status);
    }

    private ApiReply Archive(ApiCall call)
    {
        foreach (var input in call.Json["inputs"]!.AsArray())
            _contacts.Remove(input!["id"]!.ToString());
        return new ApiReply(204);
    }

    private const string Properties =
        """
        {"results":[
          {"name":"email","label":"Email","type":"string","fieldType":"text","options":[],"calculated":false,"externalOptions":false,"hasUniqueValue":false,"modificationMetadata":{"readOnlyValue":false}},
          {"name":"firstname","label":"First Name","type":"string","fieldType":"text","options":[],"calculated":false,"externalOptions":false,"hasUniqueValue":false,"modificationMetadata":{"readOnlyValue":false}},
          {"name":"age","label":"Age","type":"number","fieldType":"number","options":[],"calculated":false,"externalOptions":false,"hasUniqueValue":false,"modificationMetadata":{"readOnlyValue":false}},
          {"name":"customer_no","label":"Customer no","type":"string","fieldType":"text","options":[],"calculated":false,"externalOptions":false,"hasUniqueValue":true,"modificationMetadata":{"readOnlyValue":false}},
          {"name":"lifecyclestage","label":"Lifecycle Stage","type":"enumeration","fieldType":"radio","options":[{"label":"Lead","value":"lead","hidden":false},{"label":"Customer","value":"customer","hidden":false}],"calculated":false,"externalOptions":false,"hasUniqueValue":false,"modificationMetadata":{"readOnlyValue":false}},
          {"name":"interests","label":"Interests","type":"enumeration","fieldType":"checkbox","options":[{"label":"A","value":"a"}],"calculated":false,"externalOptions":false,"hasUniqueValue":false,"modificationMetadata":{"readOnlyValue":false}},
          {"name":"hs_object_id","label":"Record ID","type":"number","fieldType":"number","options":[],"calculated":false,"externalOptions":false,"hasUniqueValue":false,"modificationMetadata":{"readOnlyValue":true}},
          {"name":"num_notes","label":"Notes","type":"number","fieldType":"number","options":[],"calculated":true,"externalOptions":false,"hasUniqueValue":false,"modificationMetadata":{"readOnlyValue":true}}
        ]}
        """;
}

public sealed class HubSpotTests : VendorConformance<HubSpotApi>
{
    [Fact]
    public async Task Properties_are_fields()
    {
        var contacts = (await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None)).Single(stream => stream.Name == "contacts");

        Assert.Equal(["lead", "customer"], contacts.Field("lifecyclestage")!.AllowedValues);
        Assert.Null(contacts.Field("interests")!.AllowedValues);
        Assert.Equal((ColumnKind.Decimal, false), (contacts.Field("age")!.Kind, contacts.Field("age")!.IsReadOnly));
        Assert.True(contacts.Field("num_notes")!.IsReadOnly);
        Assert.Equal(["hs_object_id", "email", "customer_no"], contacts.Keys.Select(Assert.Single));
    }

    [Fact]
    public async Task A_row_that_fails_its_whole_batch_is_found()
    {
        var rejection = Assert.Single(await WriteAsync([.. Vendor.GoodRows, ["e@example.com", "unknown property", 1L]]));

        Assert.Equal((3, "property_doesnt_exist", "Property values were not valid"), (rejection.Row, rejection.Code, rejection.Message));
        Assert.Equal(Vendor.Expected, Vendor.Kept);
    }

    [Fact]
    public async Task Records_are_archived_by_their_ids_and_by_nothing_else()
    {
        var stream = (await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None)).Single(stream => stream.Name == "contacts");
        var byEmail = await Destination.OpenAsync(Vendor.Settings, new WriteTarget(stream, Vendor.Columns, ["email"], RowOperations.Delete), CancellationToken.None);

        Assert.Equal("destination_key_unusable", byEmail.Error.Code);
        Assert.Empty(await WriteAsync("contacts", Rows.Columns(("hs_object_id", ColumnKind.Text)), ["hs_object_id"], RowOperations.Delete, ["1"], ["2"]));
        Assert.Equal("""{"inputs":[{"id":"1"},{"id":"2"}]}""", Vendor.Api.Calls.Last().Body);
    }
}
