using System.Text.Json;
using FunctionsPlatform.Datasets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Exports as they are shown.</summary>
public sealed class ExportAnswers(QueryExports exports, ResourceIds ids)
{
    /// <param name="scheduledBy">Only the runs of a scheduled query.</param>
    public async Task<IActionResult> ListAsync(HttpRequest request, Guid? scheduledBy, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        if (!(await exports.ListAsync(request.Caller().Workspace, scheduledBy, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal))
            return request.Refuse(refusal);
        var shown = await ids.ShowAllAsync(request.Caller().Workspace, ResourceIds.Dataset, listed.Items.Select(export => export.DatasetId), cancellationToken);
        return request.List<ExportBody>([.. listed.Items.Select(export => Show(export, shown[export.DatasetId]))], listed.NextCursor);
    }

    public async Task<ExportBody> ShowAsync(QueryExport export, CancellationToken cancellationToken) =>
        Show(export, await ids.ShowAsync(export.Workspace, ResourceIds.Dataset, export.DatasetId, cancellationToken));

    private static ExportBody Show(QueryExport export, string dataset)
    {
        var isCompleted = export.Status == ExportStatus.Completed;
        var id = QueryExport.PublicId.Format(export.Id);
        return new ExportBody(
            id,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(export.Status.ToString()),
            dataset,
            export.Sql,
            export.Format,
            isCompleted ? export.RowCount : null,
            isCompleted ? export.SizeBytes : null,
            isCompleted ? $"/api/v1/query/exports/{id}/download" : null,
            DatasetErrorBody.Of(export.Error),
            export.ScheduledBy is { } query ? ScheduledQuery.PublicId.Format(query) : null,
            export.CreatedAt,
            export.FinishedAt);
    }
}
