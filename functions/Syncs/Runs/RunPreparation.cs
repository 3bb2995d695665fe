using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>The steps of a run before anything is compared: plan, extract.</summary>
public sealed class RunPreparation(
    SyncStore syncs, SyncRunStore runs, RunPlanner planner, RunPapers papers, Connections.Connections connections, SourceExtracts extracts, TimeProvider clock)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    public async Task<Result<RunStep>> PlanAsync(SyncRun run, CancellationToken cancellationToken)
    {
        if (await syncs.FindAsync(run.Workspace, run.SyncId, cancellationToken) is not { } sync)
            return SyncErrors.NotFound;
        if (!(await planner.PlanAsync(run, sync, cancellationToken)).Succeeded(out var plan, out var refusal))
            return refusal;
        await papers.WriteAsync(RunKey.Of(run), plan, cancellationToken);
        return new RunStep();
    }

    public async Task<Result<RunStep>> ExtractAsync(SyncRun run, CancellationToken cancellationToken)
    {
        var key = RunKey.Of(run);
        var plan = await papers.ReadAsync<RunPlan>(key, cancellationToken);
        if (!(await connections.OpenAsync(run.Workspace, plan.ConnectionId, cancellationToken)).Succeeded(out var source, out var missing))
            return missing;
        var sql = ExtractSql.Compose(new ExtractSqlRequest(plan.Query, plan.Columns, plan.Cursor, plan.From, plan.Until), source.Connector.Dialect);
        if (!sql.Succeeded(out var statement, out var refusal))
            return refusal;

        var extract = await extracts.ExtractAsync(
            RunFiles.Of(run), new ExtractRequest(source, statement, plan.Key, plan.Cursor?.Name), Progress(key), cancellationToken);
        await papers.WriteAsync(key, extract, cancellationToken);
        await runs.ChangeAsync(key, current => current with { Counts = current.Counts with { Read = extract.Rows } }, cancellationToken);
        return new RunStep();
    }

    private RowsRead Progress(RunKey key)
    {
        var told = clock.GetTimestamp();
        return new RowsRead(rows =>
        {
            if (clock.GetElapsedTime(told) < TellEvery)
                return;
            told = clock.GetTimestamp();
            _ = TellAsync(key, rows);
        });
    }

    private async Task TellAsync(RunKey key, long rows)
    {
        try
        {
            await runs.ChangeAsync(
                key,
                run => run.State == RunState.Reading && run.Counts.Read < rows ? run with { Counts = run.Counts with { Read = rows }, UpdatedAt = clock.GetUtcNow() } : null,
                CancellationToken.None);
        }
        catch (Azure.RequestFailedException)
        {
            // Progress is a courtesy; the next second tells it again.
        }
    }

    /// <summary>Unlike <see cref="Progress{T}"/>, tells in the order of the calls and at once.</summary>
    private sealed class RowsRead(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
