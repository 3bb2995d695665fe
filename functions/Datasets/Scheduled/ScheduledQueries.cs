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
        var query = new ScheduledQuery(ids.New(), workspace, request.Name.Trim(), request.DatasetId, request.Sql, request.Format, request.IsEnabled, clock.GetUtcNow());
        return await KeepAsync(query, request.Schedule, cancellationToken);
    }

    public async Task<Result<ScheduledQuery>> UpdateAsync(WorkspaceId workspace, Guid id, ScheduledQueryChange change, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } before)
            return ScheduledQueryErrors.NotFound;
        var schedule = change.Schedule ?? (await _schedules.FindAsync(id, cancellationToken))?.Schedule;
        var after = before with
        {
            Name = change.Name?.Trim() ?? before.Name,
            Sql = change.Sql ?? before.Sql,
            Format = change.Format ?? before.Format,
            IsEnabled = change.IsEnabled ?? before.IsEnabled,
            UpdatedAt = clock.GetUtcNow(),
        };
        return after.IsEnabled && schedule is null ? ScheduledQueryErrors.NoSchedule : await KeepAsync(after, schedule, cancellationToken);
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

    private async Task<Result<ScheduledQuery>> KeepAsync(ScheduledQuery query, Schedule? schedule, CancellationToken cancellationToken)
    {
        if (query.Name.Length is 0 or > LongestName)
            return ScheduledQueryErrors.Invalid(new FieldError("$.name", $"A name has 1 to {LongestName} characters."));
        if (schedule?.Check() is { } wrong)
            return wrong;
        if (!(await queries.PlanAsync(query.Workspace, query.DatasetId, query.Sql, cancellationToken)).Succeeded(out _, out var refusal))
            return refusal;
        await store.SetAsync(query, cancellationToken);
        if (schedule is null || !query.IsEnabled)
            await _schedules.RemoveAsync(query.Id, cancellationToken);
        else
            await _schedules.SetAsync(query.Workspace, query.Id, schedule, MissedRuns.RunOnce, clock.GetUtcNow(), cancellationToken);
        return query;
    }
}
