namespace FunctionsPlatform.Api.AiSquared;

/// <summary>What a workspace's syncs did, in slices of time; a metric that was not asked for is null.</summary>
public sealed record ActivityReportBody(IReadOnlyList<ActivitySlice>? SyncRunTriggered, IReadOnlyList<ActivitySlice>? TotalSyncRunRows);

/// <param name="TimeSlice">The slice's beginning.</param>
public sealed record ActivitySlice(DateTimeOffset TimeSlice, long TotalCount, long FailedCount, long SuccessCount);
