using DuckDB.NET.Data;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;
using FunctionsPlatform.Datasets.Exports;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Datasets.Queries;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Datasets;

/// <summary>Results of any size as files, made in the background and kept for some days.</summary>
public sealed class QueryExports(
    ExportStore store, DatasetQueries queries, DatasetFiles files, DatasetQueue queue, DatasetEvents events, Ids ids, TimeProvider clock, IOptions<DatasetOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public void Dispose() => _one.Dispose();

    /// <summary>Refuses what cannot be read at once, and has the rest made.</summary>
    public async Task<Result<QueryExport>> StartAsync(WorkspaceId workspace, Guid dataset, string sql, ExportFormat format, CancellationToken cancellationToken)
    {
        if (!(await queries.PlanAsync(workspace, dataset, sql, cancellationToken)).Succeeded(out _, out var refusal))
            return refusal;
        return await StartAsync(new QueryExport(ids.New(), workspace, dataset, sql, format, clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>Starting one of the same id again starts nothing twice.</summary>
    internal async Task<QueryExport> StartAsync(QueryExport export, CancellationToken cancellationToken)
    {
        await store.AddAsync(export, cancellationToken);
        await queue.SendAsync(new DatasetWork(DatasetWorkKind.Export, export.Workspace.Value, export.Id), cancellationToken);
        return export;
    }

    public async Task<Result<QueryExport>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } export ? Seen(export) : ExportErrors.NotFound;

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<QueryExport>>> ListAsync(WorkspaceId workspace, Guid? scheduledBy, int limit, string? cursor, CancellationToken cancellationToken) =>
        (await store.ListAsync(workspace, scheduledBy, limit, cursor, cancellationToken)).Succeeded(out var page, out var refusal) ? page.Select(Seen) : refusal;

    public async Task<Result<Stream>> OpenAsync(QueryExport export, CancellationToken cancellationToken) =>
        export.Status == ExportStatus.Completed ? await files.OpenAsync(export.Blob, cancellationToken) : ExportErrors.NotCompleted;

    /// <summary>Makes the file, and tells of a scheduled one's end. Run again after a crash it starts over, and of one that is finished only the end is told again.</summary>
    public async Task RunAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var running = await store.ChangeAsync(workspace, id, export => export.IsFinished ? null : export with { Status = ExportStatus.Running }, cancellationToken);
            if (running is not null)
                await FinishAsync(running, await MakeAsync(running, cancellationToken), cancellationToken);
            await TellAsync(workspace, id, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Says of an export that failed each time that it has failed.</summary>
    public async Task GiveUpAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is { IsFinished: false } export)
            await FinishAsync(export, ExportErrors.Failed, cancellationToken);
        await TellAsync(workspace, id, cancellationToken);
    }

    /// <summary>Removes files that were kept long enough.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        await foreach (var old in store.ReadOldAsync(clock.GetUtcNow().AddDays(-options.Value.KeepExportsDays), cancellationToken))
        {
            await files.RemoveAsync(old.Blob, cancellationToken);
            await store.RemoveAsync(old, cancellationToken);
        }
    }

    private async Task TellAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is { IsFinished: true, ScheduledBy: not null } finished)
            await events.ScheduledQueryEndedAsync(finished, cancellationToken);
    }

    /// <summary>The export, taken for failed where nobody can be at work on it any more.</summary>
    private QueryExport Seen(QueryExport export) => !export.IsFinished && export.CreatedAt + options.Value.ImportTimeout * 2 < clock.GetUtcNow()
        ? export with { Status = ExportStatus.Failed, Error = ExportErrors.Failed }
        : export;

    private Task<QueryExport?> FinishAsync(QueryExport export, Result<(long Rows, long Bytes)> made, CancellationToken cancellationToken) => store.ChangeAsync(
        export.Workspace,
        export.Id,
        now => now.IsFinished ? null
            : made.Succeeded(out var file, out var failure) ? now with { Status = ExportStatus.Completed, RowCount = file.Rows, SizeBytes = file.Bytes, FinishedAt = clock.GetUtcNow() }
            : now with { Status = ExportStatus.Failed, Error = failure, FinishedAt = clock.GetUtcNow() },
        cancellationToken);

    private async Task<Result<(long Rows, long Bytes)>> MakeAsync(QueryExport export, CancellationToken cancellationToken)
    {
        if (!(await queries.PlanAsync(export.Workspace, export.DatasetId, export.Sql, cancellationToken)).Succeeded(out var plan, out var refusal)
            || !(await queries.LeaseAsync(export.Workspace, plan.Tables, cancellationToken)).Succeeded(out var tables, out refusal))
            return refusal;
        using var leased = tables;
        using var timeout = new CancellationTokenSource(options.Value.ImportTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var work = files.CreateWorkDirectory();
        try
        {
            var file = Path.Combine(work.Path, "export");
            var limits = new WorkLimits(work.Path, options.Value.QueryMemoryMb, KeepsOrder: true) { SpillMb = options.Value.MaxExpandedMb, Files = tables.Paths };
            var rows = await WorkDatabase.RunAsync(limits, session => Write(session, plan, tables, file, export.Format), either.Token);
            await files.UploadAsync(export.Blob, file, cancellationToken);
            return (rows, new FileInfo(file).Length);
        }
        catch (DuckDBException failure)
        {
            return ConnectionErrors.From(queries.Translate(failure));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return ConnectionErrors.From(new ConnectorException(ConnectorFailure.TimedOut, $"The export was stopped: it took longer than {options.Value.ImportTimeout.TotalMinutes:0} minutes."));
        }
    }

    private static long Write(WorkSession session, QueryPlan plan, LeasedTables tables, string file, ExportFormat format)
    {
        foreach (var view in tables.Views)
            session.Execute(view);
        // A line of its own for the parenthesis: the statement may end in a comment.
        return session.Execute($"COPY (\n{plan.Statement.Text}\n) TO {WorkSession.Quote(file)} ({FormatOf(format)})");
    }

    private static string FormatOf(ExportFormat format) => format switch
    {
        ExportFormat.Csv => "FORMAT csv, HEADER true",
        ExportFormat.JsonLines => "FORMAT json",
        _ => "FORMAT parquet, COMPRESSION zstd",
    };
}
