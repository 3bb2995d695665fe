using FunctionsPlatform.Syncs.Runs;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Shows runs in the words of this API.</summary>
public sealed class SmithRuns(SyncRuns runs, RunRecords records, TimeProvider clock)
{
    private const int MostErrors = 20;

    /// <summary>States by the word that stands for them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyCollection<RunState>> Words { get; } =
        Enum.GetValues<RunState>().GroupBy(WordOf).ToDictionary(word => word.Key, word => (IReadOnlyCollection<RunState>)[.. word]);

    public SmithRunBody Show(SyncRun run) => new(
        run.Id,
        run.Workspace.Value,
        run.SyncId,
        WordOf(run.State),
        run.Request.Trigger switch { RunTrigger.Manual => "manual", RunTrigger.Api => "api", _ => "schedule" },
        run.Request.Kind,
        run.Counts.Read,
        run.Counts.Added,
        run.Counts.Changed,
        run.Counts.Removed,
        run.Counts.Rejected,
        run.Error?.Message ?? "",
        run.StartedAt,
        run.FinishedAt,
        run.CreatedAt,
        ProgressOf(run),
        TimingOf(run),
        StepsOf(run),
        run.Request.RetryOf);

    /// <summary>A run with what only its own answer has.</summary>
    public async Task<SmithRunBody> ShowInFullAsync(SyncRun run, CancellationToken cancellationToken)
    {
        var body = Show(run);
        if (run.Request.Kind == RunKind.DryRun && await runs.SamplesAsync(RunKey.Of(run), cancellationToken) is { } samples)
            return body with { Samples = new SmithSamples(samples.Added, samples.Changed, samples.Removed, samples.Problems) };
        if (run.Counts.Rejected == 0)
            return body;
        var refused = new RunRecordQuery(0, MostErrors) { Status = RecordStatus.Rejected };
        var page = await records.ListAsync(RunFiles.Of(run), refused, cancellationToken);
        return body with { RowErrors = [.. page.Records.Select(row => new SmithRowError(row.Number, row.Code ?? "", row.Message ?? ""))] };
    }

    private static string WordOf(RunState state) => state switch
    {
        RunState.Queued => "queued",
        RunState.Succeeded or RunState.PartiallySucceeded => "completed",
        RunState.Failed => "failed",
        RunState.Cancelled or RunState.Skipped => "cancelled",
        _ => "running",
    };

    private SmithRunProgress ProgressOf(SyncRun run)
    {
        var progress = runs.ProgressOf(run);
        var counts = progress.Counts;
        return new(
            progress.Stage,
            run.IsFinished ? RunWish.GoOn : run.Wish,
            counts.Read,
            counts.Unchanged,
            counts.ToSend,
            counts.ToAdd,
            counts.ToChange,
            counts.ToRemove,
            counts.Accepted,
            counts.Rejected,
            counts.Unknown,
            progress.RowsPerSecond is { } rate ? Math.Round(rate, 1) : null,
            progress.Remaining is { } remaining ? Math.Ceiling(remaining.TotalSeconds) : null);
    }

    private SmithRunTiming TimingOf(SyncRun run)
    {
        var now = run.FinishedAt ?? clock.GetUtcNow();
        return new(Seconds(run.CreatedAt, run.StartedAt ?? now), run.StartedAt is { } started ? Seconds(started, now) : null);
    }

    private static SmithRunStep[] StepsOf(SyncRun run)
    {
        var waited = run.StartedAt ?? run.FinishedAt;
        var queued = new SmithRunStep("queued", waited is null ? "running" : "completed", run.CreatedAt, waited);
        return run.StartedAt is null ? [queued] : [queued, new SmithRunStep("run", WordOf(run.State), run.StartedAt, run.FinishedAt)];
    }

    private static double Seconds(DateTimeOffset from, DateTimeOffset until) => Math.Max(0, Math.Round((until - from).TotalSeconds, 3));
}
