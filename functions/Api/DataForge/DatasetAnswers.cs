using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Datasets as they are shown.</summary>
public sealed class DatasetAnswers(Datasets.Datasets datasets, DatasetSchedules schedules, ResourceIds ids)
{
    public async Task<IReadOnlyList<DatasetSummary>> ShowAllAsync(WorkspaceId workspace, IReadOnlyList<Dataset> listed, CancellationToken cancellationToken)
    {
        var shown = await ids.ShowAllAsync(workspace, ResourceIds.Dataset, listed.Select(dataset => dataset.Id), cancellationToken);
        var connections = await ids.ShowAllAsync(workspace, ResourceIds.Connection, listed.Select(dataset => dataset.Source.ConnectionId).OfType<Guid>(), cancellationToken);
        return [.. listed.Select(dataset => Show(dataset, shown[dataset.Id], dataset.Source.ConnectionId is { } connection ? connections[connection] : null))];
    }

    public async Task<DatasetBody> ShowAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        var summary = (await ShowAllAsync(dataset.Workspace, [dataset], cancellationToken))[0];
        var schedule = dataset.Source.Type == DatasetSourceType.Query ? await schedules.FindAsync(dataset.Id, cancellationToken) : null;
        return new DatasetBody(summary)
        {
            Refresh = DatasetScheduleWords.Show(schedule?.Schedule),
            NextRefreshAt = schedule?.NextDueAt,
            Import = dataset.Report is { } report ? new DatasetReportBody(report.Rows, report.BrokenRows, report.UnreadableValues, report.Problems) : null,
            Quality = await datasets.ProfileOfAsync(dataset, cancellationToken),
        };
    }

    private static DatasetSummary Show(Dataset dataset, string id, string? connection) => new(
        id,
        dataset.Name,
        dataset.Description,
        new DatasetSourceBody(dataset.Source.Type, connection, dataset.Source.Sql),
        dataset.Status,
        dataset.Current?.RowCount ?? 0,
        dataset.Current?.SizeBytes ?? 0,
        dataset.Current?.Number ?? 0,
        [.. (dataset.Current?.Columns ?? []).Select(column => new DatasetColumnBody(column.Name, column.Kind, column.IsNullable))],
        dataset.Current?.QualityScore,
        DatasetErrorBody.Of(dataset.Error),
        dataset.CreatedAt,
        dataset.UpdatedAt);
}
