using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Tests.Connectors;

[Collection(nameof(AloneCollection))]
public sealed class SourceMemoryTests
{
    [SkippableTheory]
    [InlineData(typeof(DuckDbDatabase))]
    [InlineData(typeof(MariaDbDatabase))]
    [InlineData(typeof(PostgreSqlDatabase))]
    [InlineData(typeof(SqliteDatabase))]
    public async Task A_large_result_is_read_in_little_memory(Type kind)
    {
        var database = (SourceDatabase)Activator.CreateInstance(kind)!;
        await database.InitializeAsync();
        try
        {
            await using var reader = await database.Connector.ReadAsync(
                database.Settings, database.Statement(database.Numbers(1_000_000)), new ReadLimits(TimeSpan.FromSeconds(20), 2_000_000), CancellationToken.None);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var (rows, sum) = (0L, 0m);
            while (await reader.ReadAsync(CancellationToken.None) is { } row)
                (rows, sum) = (rows + 1, sum + Convert.ToDecimal(row[0], null));

            Assert.Equal(1_000_000, rows);
            Assert.Equal(500_000_500_000m, sum);
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 * 1024 * 1024);
        }
        finally
        {
            await database.DisposeAsync();
        }
    }
}
