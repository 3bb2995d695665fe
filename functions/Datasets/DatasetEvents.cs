using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Webhooks;

namespace FunctionsPlatform.Datasets;

/// <summary>Tells webhooks what came of what was done for datasets in the background.</summary>
public sealed class DatasetEvents(Webhooks.Webhooks webhooks, TimeProvider clock)
{
    /// <summary>May be told twice of the same import.</summary>
    public Task ImportEndedAsync(Dataset dataset, EndedImport import, CancellationToken cancellationToken)
    {
        var (type, status) = import.ErrorCode is null ? (EventTypes.DatasetRefreshed, DatasetStatus.Ready) : (EventTypes.DatasetRefreshFailed, DatasetStatus.Failed);
        var data = new JsonObject
        {
            ["dataset_id"] = Dataset.PublicId.Format(dataset.Id),
            ["name"] = dataset.Name,
            ["status"] = Word(status),
            ["version"] = dataset.Current?.Number,
            ["row_count"] = dataset.Current?.RowCount,
            ["error_code"] = import.ErrorCode,
        };
        return webhooks.AnnounceAsync(dataset.Workspace, new WebhookEvent(WebhookEvent.IdOf(import.Id, type), type, import.At, data), cancellationToken);
    }

    public Task ScheduledQueryEndedAsync(QueryExport run, CancellationToken cancellationToken)
    {
        var type = run.Status == ExportStatus.Completed ? EventTypes.ScheduledQueryCompleted : EventTypes.ScheduledQueryFailed;
        var data = new JsonObject
        {
            ["scheduled_query_id"] = ScheduledQuery.PublicId.Format(run.ScheduledBy!.Value),
            ["export_id"] = QueryExport.PublicId.Format(run.Id),
            ["dataset_id"] = Dataset.PublicId.Format(run.DatasetId),
            ["status"] = Word(run.Status),
            ["row_count"] = run.RowCount,
            ["error_code"] = run.Error?.Code,
        };
        return webhooks.AnnounceAsync(run.Workspace, new WebhookEvent(WebhookEvent.IdOf(run.Id, type), type, run.FinishedAt ?? clock.GetUtcNow(), data), cancellationToken);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
