using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Platform;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Datasets;

/// <summary>What is done for datasets without a request.</summary>
public sealed partial class DatasetTriggers(
    DatasetImports imports, QueryExports exports, DatasetSchedules schedules, ScheduledQueries queries, ILogger<DatasetTriggers> logger)
{
    [Function("Datasets_OnWork")]
    public Task OnWorkAsync([QueueTrigger("%DatasetQueue%", Connection = "DataStorage")] DatasetWork work, CancellationToken cancellationToken) => work.Kind switch
    {
        DatasetWorkKind.Import => imports.RunAsync(new WorkspaceId(work.Workspace), work.Id, work.Import!.Value, cancellationToken),
        _ => exports.RunAsync(new WorkspaceId(work.Workspace), work.Id, cancellationToken),
    };

    [Function("Datasets_OnWorkPoison")]
    public Task OnWorkPoisonAsync([QueueTrigger("%DatasetQueue%-poison", Connection = "DataStorage")] DatasetWork work, CancellationToken cancellationToken) => work.Kind switch
    {
        DatasetWorkKind.Import => imports.GiveUpAsync(new WorkspaceId(work.Workspace), work.Id, work.Import!.Value, cancellationToken),
        _ => exports.GiveUpAsync(new WorkspaceId(work.Workspace), work.Id, cancellationToken),
    };

    [Function("Datasets_OnSchedule")]
    public async Task OnScheduleAsync([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await schedules.RefreshDueAsync((failure, dataset) => Log.NotStarted(logger, failure, dataset), cancellationToken);
        await queries.StartDueAsync((failure, query) => Log.NotStarted(logger, failure, query), cancellationToken);
    }

    [Function("Datasets_OnCleanup")]
    public Task OnCleanupAsync([TimerTrigger("0 45 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) => exports.CleanAsync(cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "What is due could not be started; it is tried again. Dataset or scheduled query: {Id}")]
        public static partial void NotStarted(ILogger logger, Exception exception, Guid id);
    }
}
