using System.Net.Http.Json;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fixtures;

namespace FunctionsPlatform.Tests.Api.DataForge;

/// <summary>The platform with small limits, and a workspace whose datasets the tests share by names of their own.</summary>
public sealed class ForgePlatform : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _files = Directory.CreateTempSubdirectory("forge-").FullName;
    private PlatformApp? _app;

    public PlatformApp App => _app!;

    public TestWorkspace Workspace { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The directory of the files that connections name.</summary>
    public string Files => _files;

    public async Task InitializeAsync()
    {
        _app = await PlatformApp.StartAsync(new Dictionary<string, string>
        {
            ["LocalFiles:Root"] = _files,
            ["Datasets:ScratchDirectory"] = Path.Combine(_files, "scratch"),
            ["Datasets:MaxFileMb"] = "8",
            ["Datasets:MaxRows"] = "300000",
            ["Datasets:MaxColumns"] = "60",
            ["Datasets:MaxExpandedMb"] = "64",
            ["Datasets:InPlaceMb"] = "2",
            ["Datasets:QueryMemoryMb"] = "256",
            ["Datasets:QueryTimeout"] = "00:00:03",
        });
        Workspace = await App.NewWorkspaceAsync();
        Client = App.ClientOf(Workspace);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Client.PostAsJsonAsync(path, body);

    /// <summary>Makes a dataset of a file, which must be taken.</summary>
    public async Task<JsonNode> MadeOfAsync(string name, string csv, params (string Field, string Value)[] fields) =>
        await ReadAsync(await SendFileAsync(HttpMethod.Post, "/api/v1/datasets", Encoding.UTF8.GetBytes(csv), "rows.csv", [("name", name), .. fields]));

    public Task<HttpResponseMessage> SendFileAsync(HttpMethod method, string path, byte[] content, string fileName, params (string Field, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", fileName } };
        foreach (var (field, value) in fields)
            form.Add(new StringContent(value), field);
        return Client.SendAsync(new HttpRequestMessage(method, path) { Content = form });
    }

    public Task<HttpResponseMessage> QueryAsync(string id, string sql, int limit = 1000) =>
        PostAsync("/api/v1/query", new { dataset_id = id, query = sql, limit });

    /// <summary>The rows of a query, which must succeed, as JSON.</summary>
    public async Task<string> RowsAsync(string id, string sql) => (await ReadAsync(await QueryAsync(id, sql)))["rows"]!.ToJsonString(Plain);

    public Task<JsonNode> SettledAsync(string id) => Eventually.ValueAsync(
        async () => await ReadAsync(await Client.GetAsync($"/api/v1/datasets/{id}")) is var dataset && dataset.At("$.status") is "ready" or "failed" ? dataset : null);

    public static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.JsonAsync();
    }
}

/// <summary>Tests of datasets share one running platform.</summary>
[CollectionDefinition(nameof(ForgePlatform))]
public sealed class ForgePlatformTests : ICollectionFixture<ForgePlatform>;
