using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Numbered pages over a list that storage gives from key to key: what lies before a page is read past, in large pieces.</summary>
public sealed class RunPages(SyncRuns runs)
{
    private const int Piece = 1_000;

    /// <param name="states">Only those in one of these.</param>
    /// <param name="isWhole">Whether these are all states that runs are shown in, so that the sync knows how many there are.</param>
    /// <returns>The runs of the page, the latest first, whether more follow, and the number of the last page where it is known.</returns>
    public async Task<Result<(IReadOnlyList<SyncRun> Runs, bool HasNext, long? Last)>> ReadAsync(
        Sync sync, IReadOnlyCollection<RunState> states, bool isWhole, PageRequest page, CancellationToken cancellationToken)
    {
        string? cursor = null;
        long passed = 0;
        for (var left = SquaredPages.Skipped(page); left > 0; left = SquaredPages.Skipped(page) - passed)
        {
            var skipped = await runs.ListAsync(sync.Workspace, sync.Id, states, (int)Math.Min(left, Piece), cursor, cancellationToken);
            if (!skipped.Succeeded(out var piece, out var error))
                return error;
            passed += piece.Items.Count;
            cursor = piece.NextCursor;
            if (cursor is null)
                return (Array.Empty<SyncRun>(), false, Math.Max(1, Pages(passed, page)));
        }

        if (!(await runs.ListAsync(sync.Workspace, sync.Id, states, page.Limit, cursor, cancellationToken)).Succeeded(out var found, out var failure))
            return failure;
        SyncRun[] latest = [.. found.Items.OrderByDescending(run => run.UpdatedAt).ThenByDescending(run => run.Id)];
        var hasNext = found.NextCursor is not null;
        // The sync counts all runs that it ever had, also those that were cleared away.
        long? last = !hasNext ? page.Number : isWhole ? Math.Max(page.Number + 1L, Pages(sync.Progress.Runs, page)) : null;
        return (latest, hasNext, last);
    }

    private static long Pages(long items, PageRequest page) => (items + page.Limit - 1) / page.Limit;
}
