using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using DuckDB.NET.Data;
using FunctionsPlatform.Demo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bench;

/// <summary>
/// What <c>POST /v1/queries</c> costs over the driver alone running the same SQL and reading all rows: translation, guard, statistics, storage and HTTP included.
/// Both run in turns over copies of one DuckDB file; the driver's connection stays open.
/// </summary>
internal static class QuestionBenchmark
{
    private const int Rounds = 200;
    private const int WarmUps = 30;

    private static readonly string[] Questions = ["How many users signed up this week?", "list the top 5 countries with the most orders"];

    public static async Task RunAsync(TextWriter output)
    {
        await using var platform = await PlatformHost.StartAsync();
        using var handler = new SocketsHttpHandler();
#pragma warning disable RS0030 // One client to one address for the life of the program.
        using var client = new HttpClient(handler) { BaseAddress = platform.Address };
#pragma warning restore RS0030
        client.DefaultRequestHeaders.Authorization = new("Bearer", DemoWorkspace.AiForDatabaseKey);

        var demo = platform.Services.GetRequiredService<IOptions<DemoOptions>>().Value;
        var copy = Path.Combine(Directory.CreateTempSubdirectory("question-bench-").FullName, "shop.duckdb");
        File.Copy(Directory.GetFiles(demo.Directory, "shop.duckdb", SearchOption.AllDirectories).Single(), copy);
        await using var driver = new DuckDBConnection($"DataSource={copy};ACCESS_MODE=READ_ONLY");
        await driver.OpenAsync();

        foreach (var question in Questions)
        {
            var sql = await AskAsync(client, question);
            var (ours, alone) = (new List<double>(), new List<double>());
            for (var round = -WarmUps; round < Rounds; round++)
            {
                var asked = await TimeAsync(() => AskAsync(client, question));
                var read = await TimeAsync(() => ReadAsync(driver, sql));
                if (round < 0)
                    continue;
                ours.Add(asked);
                alone.Add(read);
            }
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{question,-50} POST /v1/queries p50 {At(ours, 50):F2} ms, p99 {At(ours, 99):F2} ms; driver alone p50 {At(alone, 50):F2} ms; overhead p50 {At(ours, 50) - At(alone, 50):F2} ms"));
        }
    }

    private static async Task<string> AskAsync(HttpClient client, string question)
    {
        using var response = await client.PostAsJsonAsync("/v1/queries", new { question, connection_id = DemoData.ConnectionAlias });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return response.IsSuccessStatusCode
            ? body.GetProperty("data").GetProperty("sql").GetString()!
            : throw new InvalidOperationException($"{(int)response.StatusCode}: {body}");
    }

    private static async Task<string> ReadAsync(DuckDBConnection driver, string sql)
    {
        await using var command = driver.CreateCommand();
#pragma warning disable CA2100 // The SQL that the platform itself made.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync();
        var values = new object[rows.FieldCount];
        while (await rows.ReadAsync())
            rows.GetValues(values);
        return sql;
    }

    private static async Task<double> TimeAsync(Func<Task<string>> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double At(List<double> times, int percentile) => times.Order().ElementAt(Math.Min(times.Count - 1, times.Count * percentile / 100));
}
