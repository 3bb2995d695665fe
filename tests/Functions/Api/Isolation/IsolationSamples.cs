using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Demo;

namespace FunctionsPlatform.Tests.Api.Isolation;

/// <summary>One thing of each kind in the demo workspace: what others must not see.</summary>
internal sealed class IsolationSamples
{
    private const string Workspace = "550e8400-e29b-41d4-a716-446655440000";
    private const string Number = "1";
    private const string Source = "01936f00-0000-7000-8000-000000000001";

    private readonly Dictionary<string, string> _ids = new()
    {
        ["workspace"] = Workspace,
        ["workspace number"] = Number,
        ["organization"] = Workspace,
        ["connection"] = "conn_01936f00000070008000000000000001",
        ["question"] = "q_01936f00000070008000000000000003",
        ["dashboard"] = "dash_01936f00000070008000000000000021",
        ["data workspace"] = "13",
        ["data workspace question"] = "729cb7a4-4b06-449e-a3c9-df40f5e570b8",
        ["dataset"] = "ds-01936f00000070008000000000000031",
        ["trained model"] = "model-01936f00000070008000000000000041",
        ["definition"] = "Postgresql",
        ["source"] = Source,
        ["model"] = "01936f00-0000-7000-8000-000000000011",
        ["destination"] = "01936f00-0000-7000-8000-000000000012",
        ["sync"] = "01936f00-0000-7000-8000-000000000013",
    };

    private readonly HttpClient _owner;

    private IsolationSamples(HttpClient owner) => _owner = owner;

    public string this[string name] => _ids[name];

    public IReadOnlyCollection<string> Ids => _ids.Values;

    public IReadOnlyCollection<string> Names => _ids.Keys;

    /// <summary>An id of the same form that nothing has.</summary>
    public string Unknown(string name) => name switch
    {
        "definition" => this[name],
        _ when Guid.TryParseExact(this[name], "D", out _) => "01890000-0000-7000-8000-00000000abcd",
        _ when this[name].All(char.IsAsciiDigit) => "987654",
        _ when this[name].Length > 32 && Guid.TryParseExact(this[name][^32..], "N", out _) => this[name][..^32] + "0189000000007000800000000000abcd",
        _ => "nothing-of-that-name",
    };

    public static async Task<IsolationSamples> MakeAsync(PlatformApp app)
    {
        using var owner = app.ClientWith(DemoWorkspace.AiForDatabaseKey);
        owner.DefaultRequestHeaders.Add("Workspace-Id", Number);
        var samples = new IsolationSamples(owner);
        await samples.DashboardsAsync();
        await samples.DatasetsAsync();
        await samples.WebhooksAsync();
        await samples.SyncsAsync();
        await samples.PeopleAsync();
        await samples.NumbersAsync();
        return samples;
    }

    private async Task DashboardsAsync()
    {
        var path = $"/v1/dashboards/{this["dashboard"]}";
        _ids["share"] = await PostAsync($"{path}/share", "$.data.share_id", new { expires_in_hours = 1 });
        _ids["report"] = await PostAsync($"{path}/reports", "$.data.report_id", new { cron = "0 8 * * 1", name = "Mondays" });
        _ids["snapshot"] = await PostAsync($"{path}/snapshots", "$.data.snapshot_id");
    }

    private async Task DatasetsAsync()
    {
        var (dataset, query) = (this["dataset"], "SELECT * FROM sales");
        _ids["export"] = await PostAsync("/api/v1/query/export", "$.id", new { dataset_id = dataset, query });
        _ids["scheduled query"] = await PostAsync(
            "/api/v1/query/scheduled", "$.id", new { name = "Daily", dataset_id = dataset, query, schedule = new { cron = "0 6 * * *" } });
        _ids["monitor"] = await PostAsync("/api/v1/monitors", "$.id", new { name = "Sales", dataset_id = dataset });
        _ids["batch prediction"] = await PostAsync(
            $"/api/v1/models/{this["trained model"]}/predict-dataset", "$.id",
            new { dataset_id = dataset, query = "SELECT 1.0 AS items, 2.0 AS minutes, 3.0 AS pages, 4.0 AS months_as_customer FROM sales LIMIT 3", into = "predicted" },
            withNumber: false);
    }

    private async Task WebhooksAsync()
    {
        _ids["webhook"] = await PostAsync("/api/v1/webhooks", "$.id", new { url = "https://127.0.0.1:9/hooks", events = new[] { "anomaly.detected" } });
        _ids["delivery"] = await PostAsync($"/api/v1/webhooks/{this["webhook"]}/test", "$.id");
    }

    private async Task SyncsAsync()
    {
        const string path = $"/api/v1/workspaces/{Workspace}";
        _ids["run"] = await PostAsync($"{path}/syncs/{this["sync"]}/trigger", "$.id");
        _ids["key"] = await GetAsync($"{path}/api-keys", "$[0].id");
        _ids["metric"] = await PostAsync($"{path}/metrics", "$.id", new { connection_id = Source, name = "sign-ups", table = "users", aggregate = "count" });
        _ids["glossary entry"] = await PostAsync($"{path}/metrics/glossary", "$.id", new { connection_id = Source, table = "users", aliases = new[] { "folks" } });
        _ids["manifest"] = await PostAsync($"{path}/connector-manifests", "$.destination_type", JsonNode.Parse(ManifestExample)!);
        _ids["schema"] = await GetAsync($"{path}/sources/{Source}/schemas", "$[0].name");
        _ids["table"] = await GetAsync($"{path}/sources/{Source}/schemas/{this["schema"]}/tables", "$[0].name");
    }

    private async Task PeopleAsync()
    {
        const string path = $"/api/v1/workspaces/{Workspace}";
        _ids["account"] = await GetAsync($"{path}/members", "$[0].account_id");
        _ids["member"] = await GetAsync("/v1/team/members", "$.data[0].member_id");
        _ids["invite"] = await PostAsync($"{path}/members/invite", "$.id", new { email = "invited@example.com", role = "viewer" });
        _ids["organization invite"] = this["invite"];
        _ids["role"] = await PostAsync($"{path}/roles", "$.id", new { name = "Reader", permissions = new[] { "models.read" } });
        _ids["group"] = await PostAsync($"{path}/groups", "$.id", new { name = "Readers", role = "viewer", members = new[] { this["account"] } });
    }

    private async Task NumbersAsync()
    {
        _ids["connector number"] = await GetAsync("/api/v1/connectors", "$.data[0].id");
        _ids["catalog number"] = await PostAsync(
            "/api/v1/catalogs", "$.data.id",
            new { connector_id = int.Parse(this["connector number"]), catalog = new { json_schema = new { type = "object", properties = new { email = new { type = "string" } } } } });
        _ids["model number"] = await GetAsync("/api/v1/models", "$.data[0].id");
        _ids["sync number"] = await GetAsync("/api/v1/syncs", "$.data[0].id");
        _ids["run number"] = await GetAsync($"/api/v1/syncs/{this["sync number"]}/sync_runs", "$.data[0].id");
    }

    private async Task<string> GetAsync(string path, string id) => Id(await BodyAsync(_owner.GetAsync(path)), path, id);

    /// <param name="withNumber">Whether to send the workspace's number, which at shared addresses means another API.</param>
    private async Task<string> PostAsync(string path, string id, object? body = null, bool withNumber = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (withNumber)
            return Id(await BodyAsync(_owner.SendAsync(request)), path, id);
        _owner.DefaultRequestHeaders.Remove("Workspace-Id");
        var answer = await BodyAsync(_owner.SendAsync(request));
        _owner.DefaultRequestHeaders.Add("Workspace-Id", Number);
        return Id(answer, path, id);
    }

    private static async Task<JsonNode> BodyAsync(Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        var body = await response.JsonAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} for {response.RequestMessage!.RequestUri}: {body.ToJsonString()}");
        return body;
    }

    private static string Id(JsonNode body, string path, string id) => body.At(id) ?? throw new InvalidOperationException($"{path} has no {id}: {body.ToJsonString()}");

    private const string ManifestExample = """
        {"manifest": {"manifest_version": 1, "type": "crm", "title": "Our CRM", "category": "crm",
         "configuration": {"properties": {"api_key": {"type": "string", "title": "API key", "secret": true}}, "required": ["api_key"]},
         "base_url": "https://crm.example.com/api", "authentication": {"type": "bearer", "token": "{{ config.api_key }}"}, "check": {"path": "/me"},
         "streams": [{"name": "contacts", "fields": [{"name": "email", "kind": "text", "required": true}], "keys": ["email"],
         "operations": {"upsert": {"rows": 100, "path": "/contacts/batch", "body": {"contacts": {"$rows": {"$row": {}}}}}}}]}}
        """;
}
