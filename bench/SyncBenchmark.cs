using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Fixtures.Servers;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Demo;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Models;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bench;

/// <summary>
/// A table of eight columns from one PostgreSQL database to another: psql piped to psql, both in binary COPY, as the yardstick, pgloader beside it where it is
/// installed, and a sync that runs for the first time, with nothing changed, and with one row in a hundred changed. All into tables with a primary key. The pipe and the
/// first sync run in turns, each time into an empty table: the very first sync finds the process cold.
/// </summary>
internal static class SyncBenchmark
{
    private const string Columns = "id, customer_id, amount, price, is_paid, country, email, created_at";

    private const string Table = """
        CREATE TABLE {0} (id bigint PRIMARY KEY, customer_id integer, amount numeric(12,2), price double precision, is_paid boolean,
                          country text, email text, created_at timestamptz)
        """;

    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        var rows = arguments is [var count, ..] ? long.Parse(count, CultureInfo.InvariantCulture) : 1_000_000;
        var rounds = arguments is [_, var turns, ..] ? int.Parse(turns, CultureInfo.InvariantCulture) : 3;
        var server = await PostgresServer.SharedAsync();
        var (source, target) = (await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());
        await PostgresServer.ExecuteAsync(source, Format(Table, "orders"), Fill(rows), "VACUUM ANALYZE orders");
        await PostgresServer.ExecuteAsync(target, Format(Table, "by_psql"), Format(Table, "by_sync"));

        if (await LoadAsync(source, target) is { } loader)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"pgloader {loader:F2} s"));
        await using var platform = await PlatformHost.StartAsync();
        var (pipes, firsts) = (new List<double>(), new List<double>());
        Sync sync = null!;
        for (var round = 0; round < rounds; round++)
        {
            await PostgresServer.ExecuteAsync(target, "TRUNCATE by_psql", "TRUNCATE by_sync", "CHECKPOINT");
            pipes.Add(await PipeAsync(source, target, "by_psql"));
            await TellAsync(output, "psql COPY | psql COPY", rows, pipes[^1], pipes[^1]);
            sync = await MakeSyncAsync(platform.Services, source, target);
            firsts.Add(await SyncAsync(round == 0 ? "sync, first, cold" : "sync, first", pipes[^1]));
        }

        var pipe = Sample.Median(pipes);
        await TellAsync(output, "medians: sync, first", rows, Sample.Median(firsts), pipe);
        await SyncAsync("sync, nothing changed", pipe);
        await PostgresServer.ExecuteAsync(source, "UPDATE orders SET amount = amount + 1 WHERE id % 100 = 7", "VACUUM ANALYZE orders");
        await SyncAsync("sync, 1% changed", pipe);

        var isEqual = await AreEqualAsync(source, target);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"source and destination afterwards: {(isEqual ? "equal" : "different")}; peak memory of the process: {Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024} MB"));

        async Task<double> SyncAsync(string what, double yardstick)
        {
            var (stages, processor) = (new List<string>(), Environment.CpuUsage.TotalTime);
            var seconds = await RunAsync(platform.Services, sync, stages);
            await TellAsync(output, what, rows, seconds, yardstick);
            stages.Add(string.Create(CultureInfo.InvariantCulture, $"processor time of the process {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F2} s"));
            await output.WriteLineAsync($"  {string.Join(", ", stages)}");
            return seconds;
        }
    }

    private static string Fill(long rows) => $"""
        INSERT INTO orders
        SELECT i, i % 50000, (i % 1000000) / 100.0, i * 1.1, i % 3 = 0, 'country ' || i % 200, 'customer' || i || '@example.com',
               timestamptz '2024-01-01 00:00:00+00' + i * interval '1 second'
        FROM generate_series(1, {rows}) AS i
        """;

    private static async Task<double> PipeAsync(NpgsqlConnectionStringBuilder source, NpgsqlConnectionStringBuilder target, string table)
    {
        var read = $"PGPASSWORD={source.Password} psql -q -h {source.Host} -p {source.Port} -U {source.Username} -d {source.Database} -c \"COPY (SELECT {Columns} FROM orders) TO STDOUT (FORMAT binary)\"";
        var write = $"PGPASSWORD={target.Password} psql -q -h {target.Host} -p {target.Port} -U {target.Username} -d {target.Database} -c \"COPY {table} FROM STDIN (FORMAT binary)\"";
        return await ShellAsync($"{read} | {write}");
    }

    private static async Task<double?> LoadAsync(NpgsqlConnectionStringBuilder source, NpgsqlConnectionStringBuilder target)
    {
        if (!File.Exists("/usr/bin/pgloader"))
            return null;
        var commands = Path.Combine(Directory.CreateTempSubdirectory("pgloader-").FullName, "orders.load");
        await File.WriteAllTextAsync(commands, $"LOAD DATABASE FROM {Address(source)} INTO {Address(target)} INCLUDING ONLY TABLE NAMES MATCHING 'orders' IN SCHEMA 'public';");
        return await ShellAsync($"pgloader --quiet {commands} >/dev/null 2>&1");
    }

    private static string Address(NpgsqlConnectionStringBuilder database) =>
        $"postgresql://{database.Username}:{database.Password}@{database.Host}:{database.Port}/{database.Database}";

    private static async Task<double> ShellAsync(string command)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start("/bin/bash", ["-o", "pipefail", "-c", command]);
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(started).TotalSeconds
            : throw new InvalidOperationException($"'{command.Split(' ')[1]}' failed with {process.ExitCode}.");
    }

    private static async Task<Sync> MakeSyncAsync(IServiceProvider services, NpgsqlConnectionStringBuilder source, NpgsqlConnectionStringBuilder target)
    {
        var settings = new ConnectionSettings(source.Database!, source.Host, source.Port, source.Username, source.Password, "disable");
        var name = $"bench {Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        var connection = (await services.GetRequiredService<Connections>().CreateAsync(DemoWorkspace.Id, new NewConnection("postgresql", name, settings), default)).Value;
        var model = (await services.GetRequiredService<Models>().CreateAsync(
            DemoWorkspace.Id, new NewModel(connection.Id, name, new ModelQuery(Sql: $"SELECT {Columns} FROM orders"), ["id"]), default)).Value;
        var configuration = new JsonObject
        {
            ["host"] = target.Host, ["port"] = target.Port, ["database"] = target.Database, ["username"] = target.Username, ["password"] = target.Password, ["ssl_mode"] = "disable",
        };
        var destination = (await services.GetRequiredService<Destinations>().CreateAsync(DemoWorkspace.Id, new NewDestination("postgresql", name, configuration), default)).Value;
        return (await services.GetRequiredService<Syncs>().CreateAsync(DemoWorkspace.Id, new NewSync(model.Id, destination.Id, name, "public.by_sync"), default)).Value;
    }

    /// <summary>Seconds from the request to the recorded end.</summary>
    /// <param name="stages">What the run was seen doing, and since when.</param>
    private static async Task<double> RunAsync(IServiceProvider services, Sync sync, List<string> stages)
    {
        var started = Stopwatch.GetTimestamp();
        var runs = services.GetRequiredService<SyncRuns>();
        var run = (await runs.StartAsync(sync.Workspace, sync.Id, new RunRequest(), default)).Value;
        await SyncOrchestrator.StartAsync(services.GetRequiredService<DurableTaskClient>(), RunKey.Of(run), default);
        for (var seen = run.State; !run.IsFinished;)
        {
            await Task.Delay(20);
            run = (await runs.GetAsync(sync.Workspace, sync.Id, run.Id, default)).Value;
            if (run.State != seen)
                stages.Add(string.Create(CultureInfo.InvariantCulture, $"{seen = run.State} at {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s"));
        }

        return run.State == RunState.Succeeded
            ? Stopwatch.GetElapsedTime(started).TotalSeconds
            : throw new InvalidOperationException($"The run ended as {run.State}: {run.Error?.Message}");
    }

    private static async Task<bool> AreEqualAsync(NpgsqlConnectionStringBuilder source, NpgsqlConnectionStringBuilder target)
    {
        const string sum = "SELECT count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {0} AS t";
        return await ScalarAsync(source, Format(sum, "orders")) == await ScalarAsync(target, Format(sum, "by_sync"));
    }

    private static async Task<string> ScalarAsync(NpgsqlConnectionStringBuilder database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Our own text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static string Format(string text, string table) => text.Replace("{0}", table, StringComparison.Ordinal);

    private static async Task TellAsync(TextWriter output, string what, long rows, double seconds, double yardstick) =>
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{what,-24} {seconds,7:F2} s, {rows / seconds / 1000,7:F0} thousand rows/s, ratio {seconds / yardstick:F2}"));
}
