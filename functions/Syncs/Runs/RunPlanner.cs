using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>Makes the plan of a run out of its sync, with the model and the destination as they are now, and refuses what cannot go well before anything is read.</summary>
public sealed class RunPlanner(Models.Models models, Destinations.Destinations destinations)
{
    public async Task<Result<RunPlan>> PlanAsync(SyncRun run, Sync sync, CancellationToken cancellationToken)
    {
        if (!(await models.GetAsync(sync.Workspace, sync.ModelId, cancellationToken)).Succeeded(out var kept, out var noModel))
            return noModel;
        if (!(await models.DescribeAsync(kept, cancellationToken)).Succeeded(out var model, out var unreadable))
            return unreadable;
        if (!(await destinations.OpenAsync(sync.Workspace, sync.DestinationId, cancellationToken)).Succeeded(out var open, out var noDestination))
            return noDestination;
        if (!(await destinations.StreamAsync(open, sync.Stream, refresh: true, cancellationToken)).Succeeded(out var stream, out var noStream))
            return noStream;
        return Plan(run, sync, model, stream).Succeeded(out var plan, out var refusal)
            ? await TryDestinationAsync(plan, open, model, cancellationToken)
            : refusal;
    }

    private static Result<RunPlan> Plan(SyncRun run, Sync sync, Model model, DestinationStream stream)
    {
        string[] available = [.. model.Columns.Select(column => column.Name)];
        var mappings = sync.MappingsFor(available, stream);
        var key = sync.KeyOf(model);
        var cursor = sync.CursorColumn ?? model.CursorColumn;
        var readsByCursor = sync.Read == ReadStrategy.Cursor || run.Request.Kind == RunKind.Backfill;
        if (readsByCursor && cursor is null)
            return run.Request.Kind == RunKind.Backfill ? SyncErrors.NeverBackfilled : SyncErrors.CursorMissing;

        List<string> columns = [.. RowMapper.UsedColumns(mappings, available).Concat(key).Concat(readsByCursor ? [cursor!] : []).Distinct(StringComparer.Ordinal)];
        if (columns.Except(available, StringComparer.Ordinal).ToArray() is { Length: > 0 } lost)
            return SyncErrors.ColumnLost(lost);
        if (!sync.KeyFields(key, mappings).Succeeded(out var keyFields, out var unmapped))
            return unmapped;
        return new RunPlan(
            model.ConnectionId, model.Query, sync.DestinationId, stream, mappings, columns, key, keyFields, sync.Read, sync.Write, "", run.CreatedAt)
        {
            Cursor = readsByCursor ? model.Columns.First(column => column.Name == cursor) : null,
            From = run.Request.Kind == RunKind.Backfill ? run.Request.From : readsByCursor ? sync.Progress.Cursor : null,
            Until = run.Request.Until,
            TimeZone = sync.TimeZone,
            MaxRemovalShare = sync.MaxRemovalShare,
            Options = sync.Options,
        };
    }

    /// <summary>Opens the stream as a delivery will, and closes it.</summary>
    private static async Task<Result<RunPlan>> TryDestinationAsync(RunPlan plan, OpenDestination open, Model model, CancellationToken cancellationToken)
    {
        var source = plan.Columns.Select(name => model.Columns.First(column => column.Name == name)).ToArray();
        if (!RunMapping.Create(plan, source).Succeeded(out var mapping, out var wrong))
            return wrong;
        if (!(await open.Kind.OpenAsync(open.Settings, mapping.Target, cancellationToken)).Succeeded(out var writer, out var refused))
            return refused;
        await writer.DisposeAsync();
        return plan with { Fingerprint = mapping.Rows.Fingerprint };
    }
}
