using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Demo;
using Microsoft.Extensions.DependencyInjection;

namespace Bench;

/// <summary>
/// Ingestion of a large CSV with the memory that it takes, then queries over the dataset through <c>POST /api/v1/query</c> against DuckDB called directly on the same files with as many
/// threads, in turns. The ratio of the medians counts. Options: <c>--rows N</c> (10,000,000).
/// </summary>
internal static class DatasetBenchmark
{
    private const int Rounds = 15;

    private static readonly (string Name, string Sql)[] Queries =
    [
        ("one aggregate", "SELECT count(*), sum(amount) FROM bench_sales WHERE day >= '2023-06-01'"),
        ("group", "SELECT region, count(*), avg(amount) FROM bench_sales GROUP BY region ORDER BY region"),
        ("1,000 rows", "SELECT * FROM bench_sales WHERE id % 9973 = 17 LIMIT 1000"),
        ("window", "SELECT region, day, total FROM (SELECT region, day, sum(amount) AS total, row_number() OVER (PARTITION BY region ORDER BY sum(amount) DESC) AS place FROM bench_sales GROUP BY region, day) WHERE place <= 3 ORDER BY 1, 3 DESC"),
    ];

    public static async Task RunAsync(string[] options, TextWriter output)
    {
        var rows = options is ["--rows", var count] ? long.Parse(count, CultureInfo.InvariantCulture) : 10_000_000;
        await using var platform = await PlatformHost.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = platform.Address, Timeout = TimeSpan.FromHours(1) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", DemoWorkspace.DataForgeKey);
        var id = await IngestAsync(client, rows, output);
        try
        {
            await CompareAsync(platform, client, id, output);
        }
        finally
        {
            await client.DeleteAsync($"/api/v1/datasets/{id}");
        }
    }

    private static async Task<string> IngestAsync(HttpClient client, long rows, TextWriter output)
    {
        var csv = Path.Combine(Path.GetTempPath(), $"bench-{Environment.ProcessId}.csv");
        try
        {
            Write(csv, rows);
            var created = await ReadAsync(await client.PostAsJsonAsync("/api/v1/datasets", new { name = "bench_sales", source = new { type = "upload", format = "csv" } }));
            var upload = created["upload"]!;
            await using (var content = File.OpenRead(csv))
            {
                using var storage = new HttpClient(new SocketsHttpHandler()) { Timeout = TimeSpan.FromHours(1) };
                using var put = new HttpRequestMessage(HttpMethod.Put, (string)upload["url"]!) { Content = new StreamContent(content) };
                put.Headers.Add("x-ms-blob-type", "BlockBlob");
                (await storage.SendAsync(put)).EnsureSuccessStatusCode();
            }

            GC.Collect();
            var (before, peak, watch) = (ResidentMb(), 0L, Stopwatch.StartNew());
            await ReadAsync(await client.PostAsync((string)upload["complete_url"]!, null));
            JsonNode dataset;
            do
            {
                await Task.Delay(100);
                peak = Math.Max(peak, ResidentMb());
                dataset = await ReadAsync(await client.GetAsync($"/api/v1/datasets/{created["id"]}"));
            }
            while ((string)dataset["status"]! is "pending" or "syncing");
            if ((string)dataset["status"]! != "ready")
                throw new InvalidOperationException(dataset["error"]!.ToJsonString());
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"CSV of {new FileInfo(csv).Length / 1e6:F0} MB, {rows:N0} rows: imported in {watch.Elapsed.TotalSeconds:F1} s, memory of the process {before} MB before, {peak} MB at most; kept in {(long)dataset["size_bytes"]! / 1e6:F0} MB, quality {dataset["quality_score"]}"));
            return (string)created["id"]!;
        }
        finally
        {
            File.Delete(csv);
        }
    }

    private static async Task CompareAsync(PlatformHost platform, HttpClient client, string id, TextWriter output)
    {
        var (files, options) = (platform.Services.GetRequiredService<DatasetFiles>(), new DatasetOptions());
        var key = Dataset.PublicId.TryParse(id, out var parsed) ? parsed : throw new InvalidOperationException($"{id} is no dataset's id.");
        var dataset = (await platform.Services.GetRequiredService<Datasets>().GetAsync(DemoWorkspace.Id, key, default)).Value;
        using var leased = await files.LeaseAsync(DemoWorkspace.Id, dataset.Current!.Parts, default);
        using var duckDb = new DuckDBConnection("DataSource=:memory:");
        duckDb.Open();
        Execute(duckDb, $"SET threads = {options.QueryThreads}");
        Execute(duckDb, $"SET memory_limit = '{options.QueryMemoryMb}MB'");
        Execute(duckDb, "SET parquet_metadata_cache = true");
        Execute(duckDb, $"CREATE VIEW bench_sales AS SELECT * FROM read_parquet([{string.Join(", ", leased.Paths.Select(path => $"'{path}'"))}])");
        foreach (var (name, sql) in Queries)
        {
            var (direct, through) = (new List<double>(), new List<double>());
            for (var round = -2; round < Rounds; round++)
            {
                var alone = await TimeAsync(() => Task.FromResult(Count(duckDb, sql)));
                var served = await TimeAsync(async () => (await ReadAsync(await client.PostAsJsonAsync("/api/v1/query", new { dataset_id = id, query = sql })))["rows"]!.AsArray().Count);
                if (round < 0)
                    continue;
                direct.Add(alone);
                through.Add(served);
            }

            var (bare, whole) = (Sample.Median(direct), Sample.Median(through));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{name}: DuckDB alone {bare:F1} ms, POST /api/v1/query {whole:F1} ms, ratio {whole / bare:F2} (median of {Rounds})"));
        }
    }

    private static void Write(string csv, long rows)
    {
        using var duckDb = new DuckDBConnection("DataSource=:memory:");
        duckDb.Open();
        Execute(duckDb, "SET preserve_insertion_order = false");
        Execute(duckDb, $"""
            COPY (SELECT i AS id, DATE '2022-01-01' + (i % 1461)::INTEGER AS day, 'customer ' || (i * 7919 % 100003) AS customer, 'product ' || (i % 997) AS product,
                    ['north', 'east', 'south', 'west'][1 + i % 4] AS region, 1 + i % 7 AS quantity, ((i * 31 % 100000) / 100)::DECIMAL(9,2) AS amount,
                    TIMESTAMP '2022-01-01' + INTERVAL (i % 86400) SECOND AS at, (i * 13 % 1000) / 1000.0 AS score, i % 3 = 0 AS is_new
                  FROM range({rows}) t(i))
            TO '{csv}' (HEADER)
            """);
    }

    private static int Count(DuckDBConnection duckDb, string sql)
    {
        using var command = duckDb.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = 0;
        var values = new object[reader.FieldCount];
        for (; reader.Read(); rows++)
            reader.GetValues(values);
        return rows;
    }

    private static void Execute(DuckDBConnection duckDb, string sql)
    {
        using var command = duckDb.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task<double> TimeAsync(Func<Task<int>> run)
    {
        var watch = Stopwatch.StartNew();
        if (await run() == 0)
            throw new InvalidOperationException("A query gave no rows.");
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{response.StatusCode}: {text}");
    }

    private static long ResidentMb()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1024 / 1024;
    }
}
