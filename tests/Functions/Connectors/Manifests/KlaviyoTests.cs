using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class KlaviyoApi : Vendor
{
    private readonly SortedDictionary<string, string> _profiles = [];
    private readonly Dictionary<string, JsonArray> _jobs = [];
    private readonly HashSet<string> _polled = [];

    /// <summary>Profiles that are found to be bad by the job alone.</summary>
    public HashSet<string> RefusedByTheJob { get; } = [];

    public bool TellsPayloads { get; set; } = true;

    public override Manifest Manifest { get; } = BuiltIn("klaviyo");

    public override JsonObject Configuration => new() { ["base_url"] = Api.Url, ["api_key"] = Good, ["list_id"] = "Y6nRLr" };

    public override string Credential => "api_key";

    public override string Version => "Klaviyo Example Inc";

    public override string Stream => "profiles";

    public override string[] Key => ["email"];

    public override ResultColumn[] Columns { get; } = Rows.Columns(("email", ColumnKind.Text), ("first_name", ColumnKind.Text), ("location.city", ColumnKind.Text), ("properties.plan", ColumnKind.Text));

    public override object?[][] GoodRows => [["a@example.com", "Ann", "Bonn", "pro"], ["b@example.com", null, null, null], ["c@example.com", "Cid", "Ulm", "free"]];

    public override object?[] BadRow => ["not-an-email", "Dee", null, null];

    public override (string Code, string Message) Complaint => ("invalid", "not-an-email is not a valid email address.");

    public override IEnumerable<string> Kept => _profiles.Values;

    public override string[] Expected =>
    [
        """{"email":"a@example.com","first_name":"Ann","location":{"city":"Bonn"},"properties":{"plan":"pro"}}""",
        """{"email":"b@example.com","first_name":null,"location":{"city":null},"properties":{"plan":null}}""",
        """{"email":"c@example.com","first_name":"Cid","location":{"city":"Ulm"},"properties":{"plan":"free"}}""",
    ];

    protected override ApiReply Answer(ApiCall call)
    {
        Assert.Equal("2025-01-15", call.Header("revision"));
        if (call.Header("Authorization") != $"Klaviyo-API-Key {Good}")
            return ApiReply.Json("""{"errors":[{"id":"e1","status":401,"code":"authentication_failed","title":"Incorrect authentication credentials.","detail":"Incorrect authentication credentials.","source":{"pointer":"/data/"}}]}""", 401);
        if (call.Path == "/api/accounts")
            return ApiReply.Json("""{"data":[{"type":"account","id":"A1","attributes":{"contact_information":{"organization_name":"Example Inc"}}}]}""");
        if (call.Path == "/api/events")
            return new ApiReply(202);
        const string jobs = "/api/profile-bulk-import-jobs";
        if (call.Path == jobs)
            return Start(call.Json["data"]!);
        var id = call.Path[(jobs.Length + 1)..].Split('/')[0];
        return call.Path.EndsWith("/import-errors", StringComparison.Ordinal) ? ApiReply.Of(new JsonObject { ["data"] = Array(Bad(id).Select(Error)) }) : Status(id);
    }

    private ApiReply Start(JsonNode data)
    {
        Assert.Equal("Y6nRLr", data["relationships"]!["lists"]!["data"]![0]!["id"]!.ToString());
        var profiles = data["attributes"]!["profiles"]!["data"]!.AsArray();
        for (var at = 0; at < profiles.Count; at++)
        {
            if (!profiles[at]!["attributes"]!["email"]!.ToString().Contains('@', StringComparison.Ordinal))
                return ApiReply.Json($$"""{"errors":[{"id":"e2","status":400,"code":"invalid","title":"Invalid input.","detail":"not-an-email is not a valid email address.","source":{"pointer":"/data/attributes/profiles/data/{{at}}/attributes/email"} }]}""", 400);
        }
        var id = $"job{_jobs.Count}";
        _jobs[id] = profiles;
        return ApiReply.Json($$"""{"data":{"type":"profile-bulk-import-job","id":"{{id}}","attributes":{"status":"queued","total_count":{{profiles.Count}} } } }""", 202);
    }

    private ApiReply Status(string id)
    {
        if (_polled.Add(id))
            return ApiReply.Json("""{"data":{"attributes":{"status":"processing","failed_count":0}}}""");
        foreach (var profile in _jobs[id].Where(profile => !RefusedByTheJob.Contains(Email(profile!))))
            _profiles[Email(profile!)] = profile!["attributes"]!.ToJsonString();
        return ApiReply.Json($$"""{"data":{"attributes":{"status":"complete","failed_count":{{Bad(id).Count()}} } } }""");
    }

    private IEnumerable<JsonNode> Bad(string id) => _jobs[id].Where(profile => RefusedByTheJob.Contains(Email(profile!)))!;

    private JsonNode Error(JsonNode profile) => new JsonObject
    {
        ["type"] = "import-error",
        ["id"] = "err1",
        ["attributes"] = new JsonObject
        {
            ["code"] = "invalid_region", ["title"] = "Invalid", ["detail"] = "The region is not supported.",
            ["original_payload"] = TellsPayloads ? new JsonObject { ["email"] = Email(profile) } : [],
        },
    };

    private static string Email(JsonNode profile) => profile["attributes"]!["email"]!.ToString();
}

public sealed class KlaviyoTests : VendorConformance<KlaviyoApi>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_profile_that_the_job_refuses_is_found_also_where_the_error_does_not_name_it(bool tellsPayloads)
    {
        Vendor.RefusedByTheJob.Add("b@example.com");
        Vendor.TellsPayloads = tellsPayloads;

        var rejection = Assert.Single(await WriteAsync(Vendor.GoodRows));

        Assert.Equal(1, rejection.Row);
        Assert.Equal(tellsPayloads ? "invalid_region" : "row_refused", rejection.Code);
        Assert.Equal([Vendor.Expected[0], Vendor.Expected[2]], Vendor.Kept);
    }

    [Fact]
    public async Task An_event_has_an_id_by_which_it_is_kept_once()
    {
        var columns = Rows.Columns(("metric", ColumnKind.Text), ("email", ColumnKind.Text), ("value", ColumnKind.Decimal), ("properties.sku", ColumnKind.Text));
        await using var writer = await OpenAsync("events", columns, [], RowOperations.Append);

        Assert.True(writer.IsRepeatable(RowOperations.Append));
        Assert.Empty(await writer.WriteAsync(Rows.Batch(RowOperations.Append, ["Ordered", "a@example.com", 9.99m, "s1"]), CancellationToken.None));

        Assert.Equal(
            """{"value":9.99,"metric":{"data":{"type":"metric","attributes":{"name":"Ordered"}}},"profile":{"data":{"type":"profile","attributes":{"email":"a@example.com"}}},"properties":{"sku":"s1"},"unique_id":"0195f3c1000070008000000000000001-00002-00003-0"}""",
            Vendor.Api.Calls.Last().Json["data"]!["attributes"]!.ToJsonString());
    }
}
