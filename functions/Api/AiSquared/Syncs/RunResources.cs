using System.Text.Json;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Runs as they are found and shown.</summary>
public sealed class RunResources(SyncRuns runs, SyncResources syncs, ResourceIds ids, TimeProvider clock)
{
    public const string Kind = "sync_run";

    /// <summary>A run of a sync that is there.</summary>
    public async Task<Result<SyncRun>> FindAsync(WorkspaceId workspace, string syncNumber, string number, CancellationToken cancellationToken)
    {
        if (!(await syncs.FindAsync(workspace, syncNumber, cancellationToken)).Succeeded(out var sync, out var missing))
            return missing;
        var id = await ids.OfNumberAsync(workspace, Kind, number, cancellationToken);
        var found = await runs.GetAsync(workspace, sync.Id, id, cancellationToken);
        return found.Succeeded(out var run, out _) && run.State == RunState.Skipped ? SyncErrors.RunNotFound : found;
    }

    public async Task<Resource<SyncRunAttributes>> ShowAsync(SyncRun run, CancellationToken cancellationToken)
    {
        var shown = (await ShowAsync(run.Workspace, run.SyncId, [run], cancellationToken))[0];
        return run is { Request.Kind: RunKind.DryRun, IsFinished: true }
            ? shown with { Attributes = shown.Attributes with { Samples = await runs.SamplesAsync(RunKey.Of(run), cancellationToken) } }
            : shown;
    }

    public async Task<IReadOnlyList<Resource<SyncRunAttributes>>> ShowAsync(
        WorkspaceId workspace, Guid syncId, IReadOnlyList<SyncRun> shown, CancellationToken cancellationToken)
    {
        var sync = await ids.NumberOfAsync(workspace, SyncResources.Kind, syncId, cancellationToken);
        var numbers = await ids.NumbersOfAsync(workspace, Kind, shown.Select(run => run.Id), cancellationToken);
        return [.. shown.Select(run => Resource.Of(numbers[run.Id], "sync_runs", Show(run, sync)))];
    }

    private SyncRunAttributes Show(SyncRun run, int sync)
    {
        var progress = runs.ProgressOf(run);
        var counts = progress.Counts;
        return new SyncRunAttributes(
            sync,
            RunWords.Of(run.State),
            RunWords.TypeOf(run.Request.Kind),
            run.StartedAt,
            run.FinishedAt,
            run.StartedAt is { } started ? Seconds((run.FinishedAt ?? clock.GetUtcNow()) - started) : null,
            counts.Read,
            counts.ToSend,
            counts.Unchanged,
            counts.Accepted,
            counts.Rejected,
            run.Error?.Message,
            run.CreatedAt,
            run.UpdatedAt,
            Word(run.Request.Kind),
            Word(run.State),
            progress.RowsPerSecond is { } rate ? Math.Round(rate, 1) : null,
            progress.Remaining is { } left ? Seconds(left) : null,
            new SyncRunCounts(
                counts.ToAdd, counts.ToChange, counts.ToRemove, counts.Added, counts.Changed, counts.Removed, counts.Unknown, counts.NotSent));
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
