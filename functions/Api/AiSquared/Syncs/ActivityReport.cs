using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Counts the runs of a workspace's syncs, and their rows, over a window of time that ends now.</summary>
public sealed class ActivityReport(Syncs.Syncs syncs, SyncRuns runs, Models.Models models, TimeProvider clock)
{
    private const int Slices = 30;
    private const int Piece = 500;
    private const int AtOnce = 8;

    /// <param name="connectors">Only syncs from or to one of these; null for all.</param>
    public async Task<ActivityReportBody> ReadAsync(
        WorkspaceId workspace, TimeSpan window, IReadOnlySet<Guid>? connectors, bool wantsRuns, bool wantsRows, CancellationToken cancellationToken)
    {
        var start = clock.GetUtcNow() - window;
        var (triggered, rows) = (new Tally[Slices], new Tally[Slices]);
        await Parallel.ForEachAsync(
            await SyncsAsync(workspace, connectors, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (sync, stop) =>
            {
                foreach (var run in await RunsSinceAsync(sync, start, stop))
                {
                    var slice = Math.Clamp((int)((run.CreatedAt - start) / window * Slices), 0, Slices - 1);
                    lock (triggered)
                    {
                        triggered[slice] = triggered[slice].Plus(1, run.State == RunState.Failed ? 1 : 0, IsSuccess(run) ? 1 : 0);
                        rows[slice] = rows[slice].Plus(run.Counts.ToSend, run.Counts.Rejected, run.Counts.Accepted);
                    }
                }
            });
        return new ActivityReportBody(wantsRuns ? Show(triggered) : null, wantsRows ? Show(rows) : null);

        List<ActivitySlice> Show(Tally[] tallies) =>
            [.. tallies.Select((tally, index) => new ActivitySlice(start + (window / Slices * index), tally.Total, tally.Failed, tally.Successful))];
    }

    private static bool IsSuccess(SyncRun run) => run.State is RunState.Succeeded or RunState.PartiallySucceeded;

    private async Task<IEnumerable<Sync>> SyncsAsync(WorkspaceId workspace, IReadOnlySet<Guid>? connectors, CancellationToken cancellationToken)
    {
        var all = (await syncs.ListAsync(workspace, Syncs.Syncs.Most, null, cancellationToken)).Value.Items.Where(sync => sync.Progress.Runs > 0);
        if (connectors is null)
            return all;
        var known = (await models.ListAsync(workspace, Models.Models.Most, null, cancellationToken)).Value.Items;
        var ofSources = known.Where(model => connectors.Contains(model.ConnectionId)).Select(model => model.Id).ToHashSet();
        return all.Where(sync => connectors.Contains(sync.DestinationId) || ofSources.Contains(sync.ModelId));
    }

    private async Task<IReadOnlyList<SyncRun>> RunsSinceAsync(Sync sync, DateTimeOffset start, CancellationToken cancellationToken)
    {
        var recent = new List<SyncRun>();
        string? cursor = null;
        do
        {
            var page = (await runs.ListAsync(sync.Workspace, sync.Id, RunWords.Shown, Piece, cursor, cancellationToken)).Value;
            recent.AddRange(page.Items.TakeWhile(run => run.CreatedAt >= start));
            cursor = page.Items.Count > 0 && page.Items[^1].CreatedAt >= start ? page.NextCursor : null;
        }
        while (cursor is not null);

        return recent;
    }

    private readonly record struct Tally(long Total, long Failed, long Successful)
    {
        public Tally Plus(long total, long failed, long successful) => new(Total + total, Failed + failed, Successful + successful);
    }
}
