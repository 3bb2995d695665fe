using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>Writes rows by requests, several at a time.</summary>
internal sealed class ApiRowWriter(
    ApiClient client, RequestBuilder builder, WriterScope scope, IReadOnlyDictionary<RowOperations, OperationPlan> plans, int concurrency, TimeProvider clock) : IRowWriter
{
    private readonly JobRunner _jobs = new(client, builder, clock);

    /// <summary>Few where a row must not be sent twice: what is not known after a crash is one batch.</summary>
    public int BatchRows { get; } = concurrency * (plans.Values.Any(plan => !plan.IsRepeatable)
        ? plans.Values.Where(plan => !plan.IsRepeatable).Min(plan => plan.MaxRows)
        : plans.Values.Max(plan => plan.MaxRows));

    public bool IsRepeatable(RowOperations operation) => Plan(operation).IsRepeatable;

    public async Task<IReadOnlyList<RowRejection>> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        var plan = Plan(batch.Operation);
        var outcome = new BatchOutcome(plan.IsRepeatable);
        var sender = new RowSender(client, builder, _jobs, scope, plan, batch, outcome);
        var rows = new List<int>(batch.Rows.Count);
        for (var row = 0; row < batch.Rows.Count; row++)
        {
            if (batch.Operation != RowOperations.Append && scope.KeyPlaces.Any(place => batch.Rows[row][place] is null or ""))
                outcome.Reject(row, "key_missing", "The row has no value for its key.");
            else
                rows.Add(row);
        }
        var sideBySide = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(rows.Chunk(plan.MaxRows), sideBySide, async (some, stopping) => await sender.SendAsync(some, stopping));
        return outcome.Conclude();
    }

    private OperationPlan Plan(RowOperations operation) =>
        plans.TryGetValue(operation, out var plan) ? plan : throw new InvalidOperationException($"The writer was not opened for {operation}.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
