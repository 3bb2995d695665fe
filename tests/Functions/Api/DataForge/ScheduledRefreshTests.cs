using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Tests.Webhooks;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPlatform.Tests.Api.DataForge;

/// <summary>Datasets that are queries are refreshed by the timer, on a clock that can be put forward.</summary>
public sealed class ScheduledRefreshTests : IDisposable
{
    private readonly string _files = Directory.CreateTempSubdirectory("refresh-").FullName;
    private readonly ShiftedClock _clock = new();

    public void Dispose() => Directory.Delete(_files, recursive: true);

    [Fact]
    public async Task What_is_due_is_read_again_and_where_that_fails_the_rows_before_stay()
    {
        var file = Path.Combine(_files, "shop.db");
        await ExecuteAsync(file, "CREATE TABLE stock (item TEXT, pieces INTEGER)", "INSERT INTO stock VALUES ('cup', 3)");
        await using var app = await PlatformApp.StartAsync(
            new Dictionary<string, string> { ["LocalFiles:Root"] = _files },
            services => services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(_clock));
        using var client = app.ClientOf(await app.NewWorkspaceAsync());
        var connection = (await PostAsync("/v1/connections", new { type = "sqlite", name = "Shop", database = "shop.db" })).At("$.data.connection_id");
        var source = new { type = "query", connection_id = connection, query = "SELECT item, pieces FROM stock" };
        var id = (await PostAsync("/api/v1/datasets", new { name = "stock", source, refresh = new { every_minutes = 5 } })).At("$.id");
        var first = await SeenAsync(dataset => dataset.At("$.status") == "ready");

        await ExecuteAsync(file, "UPDATE stock SET pieces = 2", "INSERT INTO stock VALUES ('plate', 7)");
        _clock.Advance(TimeSpan.FromMinutes(6));
        var second = await SeenAsync(dataset => dataset.At("$.status") == "ready" && dataset.At("$.version") == "2");
        var refreshed = await RowsAsync();
        await ExecuteAsync(file, "DROP TABLE stock");
        _clock.Advance(TimeSpan.FromMinutes(6));
        var failed = await SeenAsync(dataset => dataset.At("$.status") == "failed");

        Assert.Equal("1", first.At("$.row_count"));
        Assert.Equal("2", second.At("$.row_count"));
        Assert.Equal("""[["cup",2],["plate",7]]""", refreshed);
        Assert.Equal(("2", "query_failed"), (failed.At("$.version"), failed.At("$.error.code")));
        Assert.Contains("stock", failed.At("$.error.message"), StringComparison.Ordinal);
        Assert.NotNull(failed.At("$.next_refresh_at"));
        Assert.Equal(refreshed, await RowsAsync());

        async Task<JsonNode> PostAsync(string path, object body) => await ForgePlatform.ReadAsync(await client.PostAsJsonAsync(path, body));

        async Task<string> RowsAsync() => (await PostAsync("/api/v1/query", new { dataset_id = id, query = "SELECT * FROM stock ORDER BY item" }))["rows"]!.ToJsonString();

        Task<JsonNode> SeenAsync(Func<JsonNode, bool> isMeant) => Eventually.ValueAsync(
            async () => await ForgePlatform.ReadAsync(await client.GetAsync($"/api/v1/datasets/{id}")) is var dataset && isMeant(dataset) ? dataset : null, seconds: 120);
    }

    private static async Task ExecuteAsync(string file, params string[] statements)
    {
        await using var database = new SqliteConnection($"Data Source={file};Pooling=false");
        await database.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = database.CreateCommand();
#pragma warning disable CA2100 // The statements are above.
            command.CommandText = statement;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }
}
