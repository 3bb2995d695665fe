using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Datasets.Exports;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Api.DataForge;

[Collection(nameof(ForgePlatform))]
public sealed class ExportTests(ForgePlatform platform)
{
    [Fact]
    public async Task All_rows_of_a_query_come_as_a_file()
    {
        var id = (await platform.MadeOfAsync("e_rows", "n,word\n1,\"a, b\"\n2,\n")).At("$.id")!;

        Assert.Equal("n,word\n1,\"a, b\"\n2,\n", await DownloadAsync(id, "csv"));
        Assert.Equal("{\"n\":1,\"word\":\"a, b\"}\n{\"n\":2,\"word\":null}\n", await DownloadAsync(id, "json_lines"));
        Assert.StartsWith("PAR1", await DownloadAsync(id, "parquet"), StringComparison.Ordinal);
        Assert.Contains((await ForgePlatform.ReadAsync(await platform.Client.GetAsync("/api/v1/query/exports")))["data"]!.AsArray(), export => export.At("$.dataset_id") == id);
    }

    [Fact]
    public async Task What_cannot_be_exported_is_refused()
    {
        var id = (await platform.MadeOfAsync("e_bad", "n\n1\n")).At("$.id")!;

        Assert.Equal("sql_refused", await CodeAsync(await platform.PostAsync("/api/v1/query/export", new { dataset_id = id, query = "SELECT * FROM read_csv('/etc/passwd')" })));
        Assert.Equal("dataset_table_unknown", await CodeAsync(await platform.PostAsync("/api/v1/query/export", new { dataset_id = id, query = "SELECT * FROM nothing" })));
        Assert.Equal("export_not_found", await CodeAsync(await platform.Client.GetAsync("/api/v1/query/exports/exp-none/download")));
        var failing = await FinishedAsync(await platform.PostAsync("/api/v1/query/export", new { dataset_id = id, query = "SELECT CAST('x' AS INTEGER) FROM e_bad" }));
        Assert.Equal("failed query_failed", $"{failing.At("$.status")} {failing.At("$.error.code")}");
        Assert.Equal("export_not_completed", await CodeAsync(await platform.Client.GetAsync($"/api/v1/query/exports/{failing.At("$.id")}/download")));
    }

    [Fact]
    public async Task A_scheduled_query_is_kept_run_and_told_of()
    {
        var id = (await platform.MadeOfAsync("e_scheduled", "n\n1\n2\n")).At("$.id")!;
        var created = await ForgePlatform.ReadAsync(await platform.PostAsync(
            "/api/v1/query/scheduled", new { name = "Daily", dataset_id = id, query = "SELECT * FROM e_scheduled", schedule = new { every_minutes = 60 }, format = "parquet" }));
        var path = $"/api/v1/query/scheduled/{created.At("$.id")}";
        Assert.NotNull(created.At("$.next_run_at"));

        var run = await FinishedAsync(await platform.Client.PostAsync($"{path}/run", null));
        Assert.Equal("completed 2", $"{run.At("$.status")} {run.At("$.row_count")}");
        Assert.Equal(run.At("$.id"), (await ForgePlatform.ReadAsync(await platform.Client.GetAsync($"{path}/runs")))["data"]![0].At("$.id"));

        var paused = await ForgePlatform.ReadAsync(await platform.Client.PutAsJsonAsync(path, new { enabled = false, name = "Paused" }));
        Assert.Equal("Paused false ", $"{paused.At("$.name")} {paused.At("$.enabled")} {paused.At("$.next_run_at")}");
        Assert.Equal("60", paused.At("$.schedule.every_minutes"));
        var resumed = await ForgePlatform.ReadAsync(await platform.Client.PutAsJsonAsync(path, new { enabled = true }));
        Assert.Equal("60", resumed.At("$.schedule.every_minutes"));
        Assert.NotNull(resumed.At("$.next_run_at"));
        var odd = await (await platform.Client.PutAsJsonAsync(path, new { schedule = new { cron = "often", time_zone = "Nowhere" } })).JsonAsync();
        Assert.Equal(
            ("schedule_invalid", "$.schedule.cron", "$.schedule.time_zone"), (odd.At("$.error.code"), odd.At("$.error.details[0].path"), odd.At("$.error.details[1].path")));
        Assert.Equal(HttpStatusCode.NoContent, (await platform.Client.DeleteAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.Client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_scheduled_query_whose_dataset_is_gone_can_be_stopped_and_not_started_again()
    {
        var id = (await platform.MadeOfAsync("e_gone", "n\n1\n")).At("$.id")!;
        var created = await ForgePlatform.ReadAsync(await platform.PostAsync(
            "/api/v1/query/scheduled", new { name = "Gone", dataset_id = id, query = "SELECT * FROM e_gone", schedule = new { every_minutes = 60 } }));
        var path = $"/api/v1/query/scheduled/{created.At("$.id")}";
        Assert.Equal(HttpStatusCode.NoContent, (await platform.Client.DeleteAsync($"/api/v1/datasets/{id}")).StatusCode);

        Assert.Equal("false", (await ForgePlatform.ReadAsync(await platform.Client.PutAsJsonAsync(path, new { enabled = false }))).At("$.enabled"));
        Assert.Equal("dataset_not_found", await CodeAsync(await platform.Client.PutAsJsonAsync(path, new { enabled = true })));
        Assert.Equal("false", (await ForgePlatform.ReadAsync(await platform.Client.GetAsync(path))).At("$.enabled"));
    }

    [Fact]
    public async Task All_exports_that_were_kept_long_enough_are_removed()
    {
        var (workspace, services) = (await platform.App.NewWorkspaceAsync(), platform.App.Services);
        var (store, ids, now) = (services.GetRequiredService<ExportStore>(), services.GetRequiredService<Ids>(), TimeProvider.System.GetUtcNow());
        var old = new QueryExport(Guid.Empty, workspace.Id, Guid.Empty, "SELECT 1", ExportFormat.Csv, now.AddDays(-8));
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_010), async (_, token) => await store.AddAsync(old with { Id = ids.New() }, token));
        await store.AddAsync(old with { Id = ids.New(), CreatedAt = now }, default);

        await services.GetRequiredService<QueryExports>().CleanAsync(default);

        Assert.Equal(now, Assert.Single((await store.ListAsync(workspace.Id, null, 100, null, default)).Value.Items).CreatedAt, TimeSpan.FromMilliseconds(1));
    }

    private async Task<string> DownloadAsync(string id, string format)
    {
        var export = await FinishedAsync(await platform.PostAsync("/api/v1/query/export", new { dataset_id = id, query = "SELECT * FROM e_rows", format }));
        Assert.Equal("completed 2", $"{export.At("$.status")} {export.At("$.row_count")}");
        return Encoding.Latin1.GetString(await platform.Client.GetByteArrayAsync(export.At("$.download_url")));
    }

    private async Task<JsonNode> FinishedAsync(HttpResponseMessage started)
    {
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var id = (await started.JsonAsync()).At("$.id");
        return await Eventually.ValueAsync(
            async () => await ForgePlatform.ReadAsync(await platform.Client.GetAsync($"/api/v1/query/exports/{id}")) is var export && export.At("$.status") is "completed" or "failed" ? export : null);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) => (await response.JsonAsync()).At("$.error.code");
}
