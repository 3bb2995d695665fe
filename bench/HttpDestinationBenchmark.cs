using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bench;

/// <summary>Rows to a local server, one a request, eight requests at a time: by the HTTP destination, and by a bare HttpClient that posts the same bodies.</summary>
internal static class HttpDestinationBenchmark
{
    private const int Rows = 20_000;
    private const int Concurrency = 8;
    private const int Rounds = 3;

    public static async Task RunAsync(TextWriter output)
    {
        await using var server = await StartServerAsync();
        var address = server.Urls.Single();
        await using var platform = await PlatformHost.StartAsync();
        var destinations = platform.Services.GetRequiredService<DestinationCatalog>();
        if (!destinations.TryGet("http", out var destination))
            throw new InvalidOperationException("There is no HTTP destination.");
        var rows = Enumerable.Range(1, Rows).Select(i => new object?[] { (long)i, $"customer{i}@example.com", $"Customer {i}", i * 1.5 }).ToArray();
        var (ours, bare) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            bare = Math.Min(bare, await TimeAsync(() => PostAsync(address, rows)));
            ours = Math.Min(ours, await TimeAsync(() => WriteAsync(destination, address, rows)));
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP destination {Rows / ours:F0} rows/s, bare HttpClient {Rows / bare:F0} rows/s, both with {Concurrency} requests at a time, best of {Rounds}; ratio {bare / ours:F2}"));
    }

    private static async Task<WebApplication> StartServerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapPost("/rows", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            return Results.Ok();
        });
        await server.StartAsync();
        return server;
    }

    private static async Task WriteAsync(IDestination destination, string address, object?[][] rows)
    {
        var settings = new DestinationSettings(new JsonObject
        {
            ["url"] = $"{address}/rows", ["body_form"] = "object", ["rows_per_request"] = 1, ["concurrency"] = Concurrency, ["idempotency_header"] = "Idempotency-Key",
        });
        var stream = (await destination.DiscoverAsync(settings, default))[0];
        ResultColumn[] columns = [new("id", ColumnKind.Integer), new("email", ColumnKind.Text), new("name", ColumnKind.Text), new("amount", ColumnKind.Float)];
        await using var writer = (await destination.OpenAsync(settings, new WriteTarget(stream, columns, [], RowOperations.Append), default)).Value;
        var batch = 0;
        foreach (var part in rows.Chunk(writer.BatchRows))
        {
            if (await writer.WriteAsync(new WriteBatch(new BatchId(Guid.Empty, 0, batch++), RowOperations.Append, part), default) is { Count: > 0 } rejected)
                throw new InvalidOperationException($"{rejected.Count} rows were rejected: {rejected[0].Message}");
        }
    }

    private static async Task PostAsync(string address, object?[][] rows)
    {
        using var handler = new SocketsHttpHandler();
#pragma warning disable RS0030 // One client to one address for the life of the program.
        using var client = new HttpClient(handler);
#pragma warning restore RS0030
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (row, token) =>
        {
            using var response = await client.PostAsJsonAsync($"{address}/rows", new { id = row[0], email = row[1], name = row[2], amount = row[3] }, token);
            response.EnsureSuccessStatusCode();
        });
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
