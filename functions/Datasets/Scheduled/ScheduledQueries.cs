using FunctionsPlatform.Datasets.Scheduled;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Datasets;

/// <summary>The queries of workspaces that run by themselves.</summary>
public sealed class ScheduledQueries(ScheduledQueryStore store, DatasetQueries queries, QueryExports exports, PlatformStorage storage, Ids ids, TimeProvider clock)
{
    /// <summary>Most of one workspace.</summary>
    public const int Most = 200;

    private const int LongestName = 200;
    private const int AtATime = 50;

    private readonly Timetable _schedules = new(storage, "QuerySchedules");

    public Task<Result<Page<ScheduledQuery>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        store.ListAsync(workspace, limit, cursor, cancellationToken);

    public async Task<Result<ScheduledQuery>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } query ? query : ScheduledQueryErrors.NotFound;

    /// <summary>Null where it does not run by itself.</summary>
    public Task<ScheduleState?> ScheduleOfAsync(ScheduledQuery query, CancellationToken cancellationToken) => _schedules.FindAsync(query.Id, cancellationToken);

    public async Task<Result<ScheduledQuery>> CreateAsync(WorkspaceId workspace, NewScheduledQuery request, CancellationToken cancellationToken)
    {
        if ((await store.ListAsync(workspace, Most, null, cancellationToken)).Value.Items.Count >= Most)
            return ScheduledQueryErrors.TooMany(Most);
        var query = new ScheduledQuery(ids.New(), workspace, request.Name.Trim(), request.DatasetId, request.Sql, request.Format, request.IsEnabled, clock.GetUtcNow()) { Schedule = request.Schedule };
        if (Check(query) is { } wrong)
            return wrong;
        if (!(await queries.PlanAsync(workspace, query.DatasetId, query.Sql, cancellationToken)).Succeeded(out _, out var refusal))
            return refusal;
        await store.AddAsync(query, cancellationToken);
        await ScheduleAsync(query, cancellationToken);
        return query;
    }

    public async Task<Result<ScheduledQuery>> UpdateAsync(WorkspaceId workspace, Guid id, ScheduledQueryChange change, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } before)
            return ScheduledQueryErrors.NotFound;
        var after = Changed(before);
        if (Check(after) is { } wrong)
            return wrong;
        // What does not run, and is not changed, need not be able to: its dataset may be gone.
        if ((after.IsEnabled || change.Sql is not null) && !(await queries.PlanAsync(workspace, after.DatasetId, after.Sql, cancellationToken)).Succeeded(out _, out var refusal))
            return refusal;
        if (await store.ChangeAsync(workspace, id, Changed, cancellationToken) is not { } written)
            return ScheduledQueryErrors.NotFound;
        await ScheduleAsync(written, cancellationToken);
        return written;

        ScheduledQuery Changed(ScheduledQuery now) => now with
        {
            Name = change.Name?.Trim() ?? now.Name,
            Sql = change.Sql ?? now.Sql,
            Schedule = change.Schedule ?? now.Schedule,
            Format = change.Format ?? now.Format,
            IsEnabled = change.IsEnabled ?? now.IsEnabled,
            UpdatedAt = clock.GetUtcNow(),
        };
    }

    /// <summary>Its runs stay for as long as exports are kept.</summary>
    public async Task<Result<ScheduledQuery>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } query)
            return ScheduledQueryErrors.NotFound;
        await _schedules.RemoveAsync(id, cancellationToken);
        return await store.RemoveAsync(workspace, id, cancellationToken) ? query : ScheduledQueryErrors.NotFound;
    }

    /// <summary>Runs it now, beside its schedule.</summary>
    public async Task<Result<QueryExport>> RunAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } query ? await StartAsync(query, ids.New(), cancellationToken) : ScheduledQueryErrors.NotFound;

    /// <summary>Starts what is due.</summary>
    public Task StartDueAsync(Action<Exception, Guid> failed, CancellationToken cancellationToken) => _schedules.Due.StartAsync(
        clock,
        AtATime,
        async due =>
        {
            if (await store.FindAsync(due.Workspace, due.Id, cancellationToken) is { IsEnabled: true } query)
                await StartAsync(query, due.RunId, cancellationToken);
        },
        failed,
        cancellationToken);

    private Task<QueryExport> StartAsync(ScheduledQuery query, Guid run, CancellationToken cancellationToken) =>
        exports.StartAsync(new QueryExport(run, query.Workspace, query.DatasetId, query.Sql, query.Format, clock.GetUtcNow(), query.Id), cancellationToken);

    private static ApiError? Check(ScheduledQuery query) => query.Name.Length is 0 or > LongestName
        ? ScheduledQueryErrors.Invalid(new FieldError("$.name", $"A name has 1 to {LongestName} characters."))
        : query.Schedule.Check();

    private async Task ScheduleAsync(ScheduledQuery query, CancellationToken cancellationToken)
    {
        if (query.IsEnabled)
            await _schedules.SetAsync(query.Workspace, query.Id, query.Schedule, MissedRuns.RunOnce, clock.GetUtcNow(), cancellationToken);
        else
            await _schedules.RemoveAsync(query.Id, cancellationToken);
    }
}
