using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class MailchimpApi : Vendor
{
    private readonly SortedDictionary<string, string> _members = [];

    public override Manifest Manifest { get; } = BuiltIn("mailchimp");

    public override JsonObject Configuration => new() { ["base_url"] = $"{Api.Url}/3.0", ["api_key"] = Good, ["audience_id"] = "57afe96172" };

    public override string Credential => "api_key";

    public override string Version => "Mailchimp: Customers";

    public override string Stream => "members";

    public override string[] Key => ["email_address"];

    public override ResultColumn[] Columns { get; } = Rows.Columns(("email_address", ColumnKind.Text), ("status", ColumnKind.Text), ("merge_fields.FNAME", ColumnKind.Text));

    public override object?[][] GoodRows => [["a@example.com", "subscribed", "Ann"], ["b@example.com", "unsubscribed", null], ["c@example.com", "pending", "Cid"]];

    public override object?[] BadRow => ["Nobody@Example.com", "subscribed", "Dee"];

    public override (string Code, string Message) Complaint => ("error_generic", "nobody@example.com looks fake or invalid, please enter a real email address.");

    public override IEnumerable<string> Kept => _members.Values;

    public override string[] Expected =>
    [
        """{"email_address":"a@example.com","status":"subscribed","merge_fields":{"FNAME":"Ann"}}""",
        """{"email_address":"b@example.com","status":"unsubscribed","merge_fields":{"FNAME":""}}""",
        """{"email_address":"c@example.com","status":"pending","merge_fields":{"FNAME":"Cid"}}""",
    ];

    protected override ApiReply Answer(ApiCall call)
    {
        if (call.Header("Authorization") != $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"key:{Good}"))}")
            return ApiReply.Json("""{"type":"https://mailchimp.com/developer/marketing/docs/errors/","title":"API Key Invalid","status":401,"detail":"Your API key may be invalid, or you've attempted to access the wrong datacenter.","instance":"i1"}""", 401);
        return (call.Method, call.Path) switch
        {
            ("GET", "/3.0/lists/57afe96172") => ApiReply.Json("""{"name":"Customers"}"""),
            ("GET", "/3.0/lists/57afe96172/merge-fields") => ApiReply.Json("""{"merge_fields":[{"merge_id":1,"tag":"FNAME","name":"First Name","type":"text","required":false,"options":{"size":25}},{"merge_id":2,"tag":"SIZE","name":"Size","type":"dropdown","required":false,"options":{"choices":["S","M"]}}],"total_items":2}"""),
            ("POST", "/3.0/lists/57afe96172") => Upsert(call.Json),
            ("DELETE", "/3.0/lists/57afe96172/members/c7b8a4b5b1d7b5d9d0c0b1f1c8a0f0aa") => new ApiReply(204),
            ("DELETE", _) => new ApiReply(Delete(call.Path.Split('/')[^1]) ? 204 : 404, """{"title":"Resource Not Found","status":404,"detail":"The requested resource could not be found."}"""),
            _ => ApiReply.Json("""{"title":"Resource Not Found","status":404,"detail":"The requested resource could not be found."}""", 404),
        };
    }

    private ApiReply Upsert(JsonNode body)
    {
        var errors = new JsonArray();
        foreach (var member in body["members"]!.AsArray())
        {
            var email = member!["email_address"]!.ToString().ToLowerInvariant();
            if (email == "nobody@example.com")
                errors.Add(JsonNode.Parse("""{"email_address":"nobody@example.com","error":"nobody@example.com looks fake or invalid, please enter a real email address.","error_code":"ERROR_GENERIC"}"""));
            else if (!body["update_existing"]!.GetValue<bool>() && _members.ContainsKey(email))
                errors.Add(new JsonObject { ["email_address"] = email, ["error"] = "is already a list member", ["error_code"] = "ERROR_CONTACT_EXISTS" });
            else
                _members[email] = member.ToJsonString();
        }
        return ApiReply.Of(new JsonObject { ["new_members"] = new JsonArray(), ["updated_members"] = new JsonArray(), ["errors"] = errors, ["error_count"] = errors.Count });
    }

#pragma warning disable CA5351 // Mailchimp names members by it.
    private bool Delete(string hash) => _members.Keys.ToList().Find(email => Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(email))) == hash) is { } found && _members.Remove(found);
#pragma warning restore CA5351
}

public sealed class MailchimpTests : VendorConformance<MailchimpApi>
{
    [Fact]
    public async Task Merge_fields_are_fields()
    {
        var members = Assert.Single(await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None));

        Assert.Equal(25, members.Field("merge_fields.FNAME")!.MaxLength);
        Assert.Equal(["S", "M"], members.Field("merge_fields.SIZE")!.AllowedValues);
    }

    [Fact]
    public async Task A_member_that_is_there_is_left_as_it_is_by_an_insert()
    {
        await WriteAsync(Vendor.GoodRows[0]);

        Assert.Empty(await WriteAsync("members", Vendor.Columns, ["email_address"], RowOperations.Insert, ["a@example.com", "cleaned", "Other"], ["b@example.com", "unsubscribed", ""]));

        Assert.Equal(Vendor.Expected[..2], Vendor.Kept);
    }

    [Fact]
    public async Task Members_are_archived_by_the_hash_of_their_address()
    {
        await WriteAsync(Vendor.GoodRows);

        Assert.Empty(await WriteAsync("members", Rows.Columns(("email_address", ColumnKind.Text)), ["email_address"], RowOperations.Delete, ["A@example.com"], ["gone@example.com"]));

        Assert.Equal(Vendor.Expected[1..], Vendor.Kept);
    }

    [Fact]
    public async Task A_status_must_be_mapped_since_it_decides_who_gets_mail()
    {
        var stream = Assert.Single(await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None));
        var opened = await Destination.OpenAsync(
            Vendor.Settings, new WriteTarget(stream, Rows.Columns(("email_address", ColumnKind.Text)), ["email_address"], RowOperations.Upsert), CancellationToken.None);

        Assert.Equal("destination_field_missing", opened.Error.Code);
    }
}
