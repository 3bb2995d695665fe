using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Syncs.Runs;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Numbered pages over the rows of a run.</summary>
public sealed class RecordPages(RunRecords records, ResourceIds ids)
{
    public static IReadOnlyList<string> Statuses { get; } = ["pending", "success", "failed"];

    /// <param name="status">One of <see cref="Statuses"/>; null for all.</param>
    public async Task<(IReadOnlyList<Resource<SyncRecordAttributes>> Shown, long Total)> ReadAsync(
        SyncRun run, string? status, PageRequest page, CancellationToken cancellationToken)
    {
        var sync = await ids.NumberOfAsync(run.Workspace, SyncResources.Kind, run.SyncId, cancellationToken);
        var number = await ids.NumberOfAsync(run.Workspace, RunResources.Kind, run.Id, cancellationToken);
        var shown = new List<Resource<SyncRecordAttributes>>();
        long total = 0;
        foreach (var wanted in WordsOf(status))
        {
            var offset = Math.Max(0, SquaredPages.Skipped(page) - total);
            var query = new RunRecordQuery(offset, page.Limit - shown.Count) { Status = wanted };
            var found = await records.ListAsync(RunFiles.Of(run), query, cancellationToken);
            shown.AddRange(found.Records.Select(record => Resource.Of((int)(record.Number + 1), "sync_records", Show(run, record, found.Columns, sync, number))));
            total += found.Total;
        }

        return (shown, total);
    }

    private static IEnumerable<RecordStatus?> WordsOf(string? status) => status is null
        ? [null]
        : Enum.GetValues<RecordStatus>().Where(known => WordOf(known) == status).Select(known => (RecordStatus?)known);

    private static SyncRecordAttributes Show(SyncRun run, RunRecord record, IReadOnlyList<ResultColumn> columns, int sync, int number) => new(
        sync,
        number,
        new JsonObject(columns.Zip(record.Values).Where(cell => record.Change != RowChange.Removed || cell.Second is not null)
            .DistinctBy(cell => cell.First.Name)
            .Select(cell => KeyValuePair.Create(cell.First.Name, JsonSerializer.SerializeToNode(Cell.ToJson(cell.Second))))),
        WordOf(record.Status),
        record.Change switch
        {
            RowChange.Added => "destination_insert",
            RowChange.Changed => "destination_update",
            RowChange.Removed => "destination_delete",
            _ => null,
        },
        record.Code is { } code ? new SyncRecordLog("error", code, record.Message ?? code, record.Status == RecordStatus.Unknown) : null,
        record.Message,
        run.CreatedAt,
        run.UpdatedAt);

    // A row that was not sent waits for the next run.
    private static string WordOf(RecordStatus status) => status switch
    {
        RecordStatus.Accepted => "success",
        RecordStatus.Rejected or RecordStatus.Unknown => "failed",
        _ => "pending",
    };
}
