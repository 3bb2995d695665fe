using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class IterableApi : Vendor
{
    private readonly SortedDictionary<string, string> _users = [];

    public override Manifest Manifest { get; } = BuiltIn("iterable");

    public override JsonObject Configuration => new() { ["base_url"] = Api.Url, ["api_key"] = Good };

    public override string Credential => "api_key";

    public override string Version => "Iterable: 2 lists";

    public override string Stream => "users";

    public override string[] Key => ["userId"];

    public override ResultColumn[] Columns { get; } = Rows.Columns(("userId", ColumnKind.Text), ("email", ColumnKind.Text), ("plan", ColumnKind.Text));

    public override object?[][] GoodRows => [["1", "a@example.com", "pro"], ["2", null, null], ["3", "c@example.com", "free"]];

    public override object?[] BadRow => ["bad id", null, "x"];

    public override (string Code, string Message) Complaint => ("invalid_user_id", "The destination refused the row: invalid user id.");

    public override IEnumerable<string> Kept => _users.Values;

    public override string[] Expected =>
    [
        """{"email":"a@example.com","userId":"1","preferUserId":true,"mergeNestedObjects":true,"dataFields":{"plan":"pro"}}""",
        """{"userId":"2","preferUserId":true,"mergeNestedObjects":true,"dataFields":{"plan":null}}""",
        """{"email":"c@example.com","userId":"3","preferUserId":true,"mergeNestedObjects":true,"dataFields":{"plan":"free"}}""",
    ];

    protected override ApiReply Answer(ApiCall call)
    {
        if (call.Header("Api-Key") != Good)
            return ApiReply.Json("""{"msg":"Invalid API key","code":"BadApiKey","params":null}""", 401);
        return call.Path switch
        {
            "/api/lists" => ApiReply.Json("""{"lists":[{"id":1},{"id":2}]}"""),
            "/api/users/bulkUpdate" => Update(call.Json),
            "/api/events/trackBulk" => ApiReply.Json("""{"successCount":1,"failCount":1,"disallowedEventNames":["forbidden"],"invalidEmails":[],"invalidUserIds":[]}"""),
            _ when call.Method == "DELETE" && _users.Remove(call.Path.Split('/')[^1]) => ApiReply.Json("""{"msg":"","code":"Success","params":null}"""),
            _ => ApiReply.Json("""{"msg":"Not found","code":"NotFound","params":null}""", 404),
        };
    }

    private ApiReply Update(JsonNode body)
    {
        var (invalid, missing) = (new JsonArray(), new JsonArray());
        foreach (var user in body["users"]!.AsArray())
        {
            var id = user!["userId"]!.ToString();
            if (id.Contains(' ', StringComparison.Ordinal))
                invalid.Add(id);
            else if (body["updateOnlyExistingUsers"] is not null && !_users.ContainsKey(id))
                missing.Add(id);
            else
                _users[id] = user.ToJsonString();
        }
        return ApiReply.Of(new JsonObject
        {
            ["successCount"] = 1, ["failCount"] = invalid.Count + missing.Count, ["invalidEmails"] = new JsonArray(), ["invalidUserIds"] = invalid.DeepClone(),
            ["failedUpdates"] = new JsonObject { ["invalidUserIds"] = invalid, ["notFoundUserIds"] = missing },
        });
    }
}

public sealed class IterableTests : VendorConformance<IterableApi>
{
    [Fact]
    public async Task A_user_to_change_that_is_not_there_is_rejected_and_one_to_delete_is_fine()
    {
        await WriteAsync(Vendor.GoodRows[0]);

        var rejection = Assert.Single(await WriteAsync("users", Vendor.Columns, ["userId"], RowOperations.Update, Vendor.GoodRows[0], Vendor.GoodRows[1]));
        Assert.Equal((1, "row_not_found"), (rejection.Row, rejection.Code));
        Assert.Empty(await WriteAsync("users", Rows.Columns(("userId", ColumnKind.Text)), ["userId"], RowOperations.Delete, ["1"], ["2"]));
        Assert.Empty(Vendor.Kept);
        Assert.Contains(Vendor.Api.Calls, call => call.Path == "/api/users/byUserId/1");
    }

    [Fact]
    public async Task Events_keep_their_ids_when_they_are_sent_again()
    {
        await using var writer = await OpenAsync("events", Rows.Columns(("email", ColumnKind.Text), ("eventName", ColumnKind.Text), ("id", ColumnKind.Text), ("sku", ColumnKind.Text)), [], RowOperations.Append);

        var rejections = await writer.WriteAsync(Rows.Batch(RowOperations.Append, ["a@example.com", "bought", null, "s1"], ["a@example.com", "forbidden", "e-7", null]), CancellationToken.None);

        Assert.Equal((1, "disallowed_event_name"), (Assert.Single(rejections).Row, rejections[0].Code));
        Assert.Equal(
            $$$"""{"events":[{"email":"a@example.com","eventName":"bought","id":"{{{Rows.Run:N}}}-00002-00003-0","dataFields":{"sku":"s1"}},{"email":"a@example.com","eventName":"forbidden","id":"e-7","dataFields":{}}]}""",
            Vendor.Api.Calls.Last().Body);
    }
}
