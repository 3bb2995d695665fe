using System.Diagnostics;
using System.Globalization;
using Emulator.Azurite;
using Fixtures.Servers;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Snapshots;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bench;

/// <summary>
/// The data plane of syncs without their orchestration and delivery: reading a PostgreSQL table of eight columns into hashed Parquet, comparing it with what was
/// accepted, recording that. And comparing alone, with all rows unchanged, of rows that are made up here.
/// </summary>
internal static class SnapshotBenchmark
{
    private const int Rounds = 5;

    private static readonly Ids Ids = new(TimeProvider.System);

    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        var rows = arguments is [var count, ..] ? long.Parse(count, CultureInfo.InvariantCulture) : 1_000_000;
        var diffRows = arguments is [_, var more, ..] ? long.Parse(more, CultureInfo.InvariantCulture) : 10_000_000;
        await using var azurite = await AzuriteServer.StartAsync(Directory.CreateTempSubdirectory("azurite-").FullName);
        await using var services = Services(azurite.ConnectionString);
        var bench = new SteppedSync(services, output);
        if (rows > 0)
            await SourceAsync(bench, rows);
        if (diffRows > 0)
            await ComparisonAsync(bench, diffRows);
        await output.WriteLineAsync($"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024} MB");
    }

    private static async Task SourceAsync(SteppedSync bench, long rows)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        database.CommandTimeout = 0;
        await PostgresServer.ExecuteAsync(database, $"""
            CREATE TABLE orders (id bigint PRIMARY KEY, customer_id integer, amount numeric(12,2), price double precision, is_paid boolean, country text, email text, created_at timestamptz)
            """, $"""
            INSERT INTO orders
            SELECT i, i % 50000, (i % 1000000) / 100.0, i * 1.1, i % 3 = 0, 'country ' || i % 200, 'customer' || i || '@example.com', timestamptz '2024-01-01 00:00:00+00' + i * interval '1 second'
            FROM generate_series(1, {rows}) AS i
            """, "VACUUM ANALYZE orders");
        var connector = bench.Services.GetRequiredService<ConnectorCatalog>().TryGet("postgresql", out var found) ? found : throw new InvalidOperationException();
        var settings = new ConnectionSettings(database.Database!, database.Host, database.Port, database.Username, database.Password, "disable");
        var statement = SqlGuard.Check("SELECT id, customer_id, amount, price, is_paid, country, email, created_at FROM orders", SqlDialect.PostgreSql).Value;
        var source = new OpenConnection(new Connection(Ids.New(), bench.Workspace, "postgresql", "bench", "bench", TimeProvider.System.GetUtcNow()), connector, settings);

        for (var round = 0; round < Rounds; round++)
        {
            await bench.TimeAsync("read, kept here", rows, () => bench.ReadAsync(source, statement, isLocal: true));
            await bench.TimeAsync("read, stored", rows, () => bench.ReadAsync(source, statement, isLocal: false));
        }

        await bench.TimeAsync("compare, all new", rows, () => bench.CompareAsync());
        await bench.TimeAsync("outcomes of all chunks", rows, bench.DeliverAsync);
        await bench.TimeAsync("record all", rows, bench.CommitAsync);
        await bench.TimeAsync("read, nothing changed", rows, () => bench.ReadAsync(source, statement, isLocal: true));
        await bench.TimeAsync("compare, nothing changed", rows, () => bench.CompareAsync());
        await bench.TimeAsync("the same without digests", rows, () => bench.CompareAsync(keepUnseen: true));
        await bench.TimeAsync("record nothing", rows, bench.CommitAsync);
        await PostgresServer.ExecuteAsync(database, "UPDATE orders SET amount = amount + 1 WHERE id % 100 = 7", "VACUUM ANALYZE orders");
        await bench.TimeAsync("read, 1% changed", rows, () => bench.ReadAsync(source, statement, isLocal: true));
        await bench.TimeAsync("compare, 1% changed", rows, () => bench.CompareAsync());
        await bench.DeliverAsync();
        await bench.TimeAsync("record 1%", rows, bench.CommitAsync);
    }

    private static async Task ComparisonAsync(SteppedSync bench, long rows)
    {
        await bench.BeginAsync();
        await bench.MakeUpAsync(rows);
        await bench.CompareAsync();
        await bench.DeliverAsync();
        await bench.CommitAsync();
        await bench.MakeUpAsync(rows);
        await bench.TimeAsync("diff alone, digests", rows, () => bench.CompareAsync());
        await bench.TimeAsync("diff alone, DuckDB", rows, () => bench.CompareAsync(keepUnseen: true));
    }

    private static ServiceProvider Services(string storage)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("DataStorage", storage), new("Outgoing:AllowPrivateAddresses", "true")]).Build());
        services.AddPlatformStorage().AddConnectors().AddSnapshots();
        services.AddOptions<SyncOptions>();
        return services.BuildServiceProvider();
    }
}
