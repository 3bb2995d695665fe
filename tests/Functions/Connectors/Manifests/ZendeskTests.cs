using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class ZendeskApi : Vendor
{
    private readonly SortedDictionary<string, string> _users = [];
    private readonly Dictionary<string, JsonArray> _jobs = [];
    private readonly HashSet<string> _polled = [];

    public override Manifest Manifest { get; } = BuiltIn("zendesk");

    public override JsonObject Configuration => new() { ["base_url"] = Api.Url, ["email"] = "agent@example.com", ["api_token"] = Good };

    public override string Credential => "api_token";

    public override string Version => "Zendesk: agent@example.com";

    public override string Stream => "users";

    public override string[] Key => ["external_id"];

    public override ResultColumn[] Columns { get; } = Rows.Columns(("external_id", ColumnKind.Text), ("name", ColumnKind.Text), ("email", ColumnKind.Text), ("user_fields.plan", ColumnKind.Text));

    public override object?[][] GoodRows => [["1", "Ann", "a@example.com", "pro"], ["2", "Bob", "b@example.com", null], ["3", "Cid", "c@example.com", "free"]];

    public override object?[] BadRow => ["4", "Dee", "error@example.com_", null];

    public override (string Code, string Message) Complaint => ("user_update_error", "Name: Email: error@example.com_ is not properly formatted");

    public override IEnumerable<string> Kept => _users.Values;

    public override string[] Expected =>
    [
        """{"external_id":"1","name":"Ann","email":"a@example.com","user_fields":{"plan":"pro"}}""",
        """{"external_id":"2","name":"Bob","email":"b@example.com","user_fields":{"plan":null}}""",
        """{"external_id":"3","name":"Cid","email":"c@example.com","user_fields":{"plan":"free"}}""",
    ];

    protected override ApiReply Answer(ApiCall call)
    {
        if (call.Header("Authorization") != $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"agent@example.com/token:{Good}"))}")
            return ApiReply.Json("""{"error":"Couldn't authenticate you"}""", 401);
        return call.Path switch
        {
            "/api/v2/users/me.json" => ApiReply.Json("""{"user":{"id":1,"email":"agent@example.com","role":"admin"}}"""),
            "/api/v2/user_fields.json" => ApiReply.Json("""{"user_fields":[{"key":"plan","type":"dropdown","title":"Plan","active":true,"custom_field_options":[{"name":"Pro","value":"pro"},{"name":"Free","value":"free"}]},{"key":"old","type":"text","title":"Old","active":false}]}"""),
            "/api/v2/organization_fields.json" => ApiReply.Json("""{"organization_fields":[]}"""),
            "/api/v2/users/create_or_update_many.json" => Start(call.Json["users"]!.AsArray()),
            "/api/v2/users/destroy_many.json" => Start(Array(call.Parameters["external_ids"].Split(',').Select(id => new JsonObject { ["deleted"] = id }))),
            "/api/v2/tickets.json" => ApiReply.Json("""{"ticket":{"id":35436}}""", 201),
            _ => ApiReply.Of(Status(call.Path.Split('/')[^1].Replace(".json", "", StringComparison.Ordinal))),
        };
    }

    private ApiReply Start(JsonArray users)
    {
        var id = $"82de0b044094f0c67893ac9fe64f1a9{_jobs.Count}";
        _jobs[id] = users;
        return ApiReply.Json($$"""{"job_status":{"id":"{{id}}","url":"https://example.zendesk.com/api/v2/job_statuses/{{id}}.json","total":{{users.Count}},"progress":0,"status":"queued","results":null} }""");
    }

    private JsonObject Status(string id)
    {
        if (_polled.Add(id))
            return new JsonObject { ["job_status"] = new JsonObject { ["id"] = id, ["status"] = "working", ["results"] = null } };
        var results = Array(_jobs[id].Select((user, at) => Result(user!, at)));
        return new JsonObject { ["job_status"] = new JsonObject { ["id"] = id, ["status"] = "completed", ["results"] = results } };
    }

    private JsonNode Result(JsonNode user, int at)
    {
        if (user["deleted"] is not null)
            return JsonNode.Parse("""{"id":1,"action":"delete","status":"Deleted","success":true}""")!;
        if (user["email"]!.ToString().EndsWith('_'))
            return JsonNode.Parse($$"""{"id":{{at}},"error":"UserUpdateError","details":"Name: Email: error@example.com_ is not properly formatted","status":"Failed"}""")!;
        _users[user["external_id"]!.ToString()] = user.ToJsonString();
        return JsonNode.Parse("""{"id":244,"status":"Created"}""")!;
    }
}

public sealed class ZendeskTests : VendorConformance<ZendeskApi>
{
    [Fact]
    public async Task Fields_of_the_account_are_fields_with_their_choices()
    {
        var users = (await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None)).Single(stream => stream.Name == "users");

        Assert.Equal(["pro", "free"], users.Field("user_fields.plan")!.AllowedValues);
        Assert.Null(users.Field("user_fields.old"));
        Assert.True(users.Field("name")!.IsRequired);
    }

    [Fact]
    public async Task A_ticket_has_a_key_by_which_a_second_request_does_nothing()
    {
        var columns = Rows.Columns(("subject", ColumnKind.Text), ("comment.body", ColumnKind.Text), ("tags", ColumnKind.Json));
        await using var writer = await OpenAsync("tickets", columns, [], RowOperations.Append);
        Vendor.Api.Faults.Enqueue(_ => ApiReply.Lost);

        Assert.False(writer.IsRepeatable(RowOperations.Append)); // for the key is forgotten after two hours
        Assert.Empty(await writer.WriteAsync(Rows.Batch(RowOperations.Append, ["Broken", "It is broken.", """["api"]"""]), CancellationToken.None));

        var sent = Vendor.Api.Calls.Where(call => call.Path == "/api/v2/tickets.json").ToList();
        Assert.Equal(2, sent.Count);
        Assert.Equal($"{Rows.Run:N}-00002-00003-0", Assert.Single(sent.Select(call => call.Header("Idempotency-Key")).Distinct()));
        Assert.Equal("""{"ticket":{"subject":"Broken","comment":{"body":"It is broken."},"tags":["api"]}}""", sent[0].Body);
    }

    [Fact]
    public async Task Users_are_deleted_by_a_job_too() =>
        Assert.Empty(await WriteAsync("users", Rows.Columns(("external_id", ColumnKind.Text)), ["external_id"], RowOperations.Delete, ["1"], ["2"]));
}
