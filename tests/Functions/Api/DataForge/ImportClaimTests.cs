using System.Text;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Blobs.Models;
using Fixtures;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Api.DataForge;

/// <summary>A dataset has one import at a time; those that are refused, replaced or taken for dead leave nothing, and take nothing with them.</summary>
[Collection(nameof(ForgePlatform))]
public sealed class ImportClaimTests(ForgePlatform platform)
{
    private DatasetStore Store => platform.App.Services.GetRequiredService<DatasetStore>();

    private DatasetFiles Files => platform.App.Services.GetRequiredService<DatasetFiles>();

    private DatasetImports Imports => platform.App.Services.GetRequiredService<DatasetImports>();

    [Fact]
    public async Task An_import_counts_from_when_it_runs_and_one_whose_place_was_taken_removes_nothing()
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(platform.Files, "slow.db")};Pooling=false");
        await database.OpenAsync();
        await ExecuteAsync("CREATE VIEW source AS SELECT 1 AS n");
        var connection = (await ForgePlatform.ReadAsync(await platform.PostAsync("/v1/connections", new { type = "sqlite", name = "Slow", database = "slow.db" }))).At("$.data.connection_id");
        var id = (await MadeAsync("c_taken", "SELECT n FROM source")).At("$.id")!;
        await platform.SettledAsync(id);
        await ExecuteAsync("DROP VIEW source");
        await ExecuteAsync("CREATE VIEW source AS WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 20000000) SELECT count(*) AS n FROM i");

        await platform.Client.PostAsync($"/api/v1/datasets/{id}/refresh", null);
        var queued = (await FindAsync(id)).Import!.StartedAt;
        var running = await Eventually.ValueAsync(async () => await FindAsync(id) is { Status: DatasetStatus.Syncing } syncing ? syncing : null);
        await ChangeAsync(id, now => now with { Status = DatasetStatus.Ready, Import = null });
        // Imports in the background follow each other: when this one is settled, the other has ended.
        await platform.SettledAsync((await MadeAsync("c_after", "SELECT 1 AS n")).At("$.id")!);

        Assert.True(running.Import!.StartedAt > queued);
        Assert.Equal(running.Current!.Profile, (await FindAsync(id)).Current!.Profile);
        Assert.NotNull(await Files.FindSizeAsync(running.Current.Parts[0].Blob, default));
        Assert.Single(await BlobsAsync(running, ".parquet"));

        async Task ExecuteAsync(string sql)
        {
            await using var command = database.CreateCommand();
#pragma warning disable CA2100 // The statements are above.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        async Task<JsonNode> MadeAsync(string name, string query) =>
            await ForgePlatform.ReadAsync(await platform.PostAsync("/api/v1/datasets", new { name, source = new { type = "query", connection_id = connection, query } }));
    }

    [Fact]
    public async Task A_file_that_was_awaited_is_removed_once_other_content_came()
    {
        var created = await ForgePlatform.ReadAsync(await platform.PostAsync("/api/v1/datasets", new { name = "c_replaced", source = new { type = "upload" } }));
        var id = created.At("$.id")!;
        var staged = (await FindAsync(id)).Import!.Staged!;
        using var put = new HttpRequestMessage(HttpMethod.Put, created.At("$.upload.url")) { Content = new StringContent("a\n1\n") };
        put.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var anybody = new HttpClient(new SocketsHttpHandler());
        (await anybody.SendAsync(put)).EnsureSuccessStatusCode();

        await platform.SendFileAsync(HttpMethod.Put, $"/api/v1/datasets/{id}", "a,b\n1,\"2\"x\n"u8.ToArray(), "bad.csv");
        Assert.NotNull(await Files.FindSizeAsync(staged, default));
        Assert.Equal("pending", (await ForgePlatform.ReadAsync(await platform.Client.GetAsync($"/api/v1/datasets/{id}"))).At("$.status"));
        await ForgePlatform.ReadAsync(await platform.SendFileAsync(HttpMethod.Put, $"/api/v1/datasets/{id}", "a\n2\n"u8.ToArray(), "good.csv"));

        Assert.Null(await Files.FindSizeAsync(staged, default));
        Assert.Equal("[[2]]", await platform.RowsAsync(id, "SELECT * FROM c_replaced"));
    }

    [Fact]
    public async Task What_is_refused_because_another_import_runs_changes_and_leaves_nothing()
    {
        var id = (await platform.MadeOfAsync("c_busy", "a\n1\n")).At("$.id")!;
        await ChangeAsync(id, now => now with { Status = DatasetStatus.Syncing, Import = Other() });
        var large = Encoding.UTF8.GetBytes("a\n" + string.Concat(Enumerable.Repeat("a line of some length\n", 150_000)));

        var file = await platform.SendFileAsync(HttpMethod.Put, $"/api/v1/datasets/{id}", large, "large.csv");
        var upload = await platform.PostAsync($"/api/v1/datasets/{id}/upload", new { format = "json_lines" });

        Assert.Equal("dataset_busy", (await file.JsonAsync()).At("$.error.code"));
        Assert.Equal("dataset_busy", (await upload.JsonAsync()).At("$.error.code"));
        Assert.Empty(await BlobsAsync(await FindAsync(id), "staged-"));
        Assert.Equal(FileFormat.Csv, (await FindAsync(id)).Options.Format);
    }

    [Fact]
    public async Task An_upload_of_options_that_cannot_be_is_refused()
    {
        var id = (await platform.MadeOfAsync("c_options", "a\n1\n")).At("$.id")!;

        var refused = await platform.PostAsync($"/api/v1/datasets/{id}/upload", new { delimiter = "\"" });

        Assert.Equal("dataset_invalid", (await refused.JsonAsync()).At("$.error.code"));
        Assert.Null((await FindAsync(id)).Import);
    }

    [Fact]
    public async Task Content_that_cannot_be_read_leaves_the_dataset_as_it_is_and_not_as_it_was_when_the_request_came()
    {
        var id = (await platform.MadeOfAsync("c_stale", "a\n1\n")).At("$.id")!;
        var stale = await ChangeAsync(id, now => now with { Status = DatasetStatus.Syncing, Import = Other() });
        await ChangeAsync(id, now => now with { Status = DatasetStatus.Ready, Import = null });

        await using var content = new MemoryStream("a,b\n1\n"u8.ToArray());
        var refused = await Imports.ImportAsync(stale, content, ReadOptions.Default, appends: false, default);

        Assert.False(refused.Succeeded(out _, out _));
        Assert.Equal((DatasetStatus.Ready, null), ((await FindAsync(id)).Status, (await FindAsync(id)).Import));
    }

    [Fact]
    public async Task A_copy_that_cannot_be_fetched_leaves_no_half_of_it()
    {
        await Assert.ThrowsAsync<RequestFailedException>(() => Files.LeaseAsync(platform.Workspace.Id, [new DatasetPart("gone/c_draft.parquet", 1, 1)], default));

        Assert.Empty(Directory.GetFiles(Files.CacheOf(platform.Workspace.Id), "c_draft*"));
    }

    private static PendingImport Other() => new(Guid.Parse("0198c0de-0000-7000-8000-00000000000a"), null, false, ReadOptions.Default, TimeProvider.System.GetUtcNow());

    private async Task<Dataset> FindAsync(string id) => (await Store.FindAsync(platform.Workspace.Id, Parse(id), default))!;

    private async Task<Dataset> ChangeAsync(string id, Func<Dataset, Dataset> change) => (await Store.ChangeAsync(platform.Workspace.Id, Parse(id), change, default))!;

    private async Task<IReadOnlyList<string>> BlobsAsync(Dataset dataset, string part)
    {
        var container = await platform.App.Services.GetRequiredService<PlatformStorage>().ContainerAsync("datasets", default);
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, DatasetFiles.FolderOf(dataset.Workspace, dataset.Id), default))
            names.Add(blob.Name);
        return [.. names.Where(name => name.Contains(part, StringComparison.Ordinal))];
    }

    private static Guid Parse(string id) => Dataset.PublicId.TryParse(id, out var key) ? key : throw new FormatException(id);
}
