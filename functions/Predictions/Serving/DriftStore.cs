using System.Globalization;
using Azure.Data.Tables;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Predictions;

/// <summary>Table <c>PredictionDrift</c>: partition = model, row = version and day, with the counts of each feature's bins.</summary>
public sealed class DriftStore(PlatformStorage storage, TimeProvider clock)
{
    private const string Counts = "Counts";

    /// <summary>What recent inputs are: those of today and the days before.</summary>
    private const int Days = 7;

    public async Task AddAsync(TrainingKey key, long[][] counts, CancellationToken cancellationToken)
    {
        var (partition, row) = (key.Model.ToString("N"), Row(key.Version, clock.GetUtcNow()));
        await (await TableAsync(cancellationToken)).ChangeAsync(partition, row, Add, cancellationToken);

        TableEntity Add(TableEntity? current)
        {
            var entity = current ?? new TableEntity(partition, row);
            entity.SetJson(Counts, Sum(counts, entity.GetJson<long[][]>(Counts)));
            return entity;
        }
    }

    /// <summary>The counts of recent inputs; null when there were none.</summary>
    public async Task<long[][]?> RecentAsync(TrainingKey key, CancellationToken cancellationToken)
    {
        long[][]? sum = null;
        var (partition, first, last) = (key.Model.ToString("N"), Row(key.Version, clock.GetUtcNow().AddDays(1 - Days)), Row(key.Version, clock.GetUtcNow()));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}");
        await foreach (var entity in (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            sum = Sum(entity.GetJson<long[][]>(Counts)!, sum);
        return sum;
    }

    public async Task RemoveAsync(Guid model, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {model.ToString("N")}");
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            await table.RemoveAsync(entity.PartitionKey, entity.RowKey, cancellationToken);
    }

    private static long[][] Sum(long[][] counts, long[][]? others) => others is null ? counts : [.. counts.Zip(others, (one, other) => one.Zip(other, (a, b) => a + b).ToArray())];

    private static string Row(int version, DateTimeOffset day) => string.Create(CultureInfo.InvariantCulture, $"{version:D10}-{day.UtcDateTime:yyyyMMdd}");

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("PredictionDrift", cancellationToken);
}
