using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>The imports of datasets: small ones in place, others in the background. A dataset has one at a time.</summary>
public sealed partial class DatasetImports : IDisposable
{
    private const int InPlaceAtATime = 2;

    /// <summary>Rows that a dataset may have for more to be added in place: all of them are looked at then.</summary>
    private const long InPlaceRows = 1_000_000;

    private readonly DatasetStore _store;
    private readonly DatasetFiles _files;
    private readonly DatasetQueue _queue;
    private readonly DatasetEvents _events;
    private readonly ImportRunner _runner;
    private readonly DatasetOptions _options;
    private readonly Ids _ids;
    private readonly TimeProvider _clock;
    private readonly ILogger<DatasetImports> _logger;
    private readonly SemaphoreSlim _inPlace = new(InPlaceAtATime);
    private readonly SemaphoreSlim _background = new(1);

    public DatasetImports(
        DatasetStore store, DatasetFiles files, DatasetQueue queue, DatasetEvents events, Connections.Connections connections, IOptions<DatasetOptions> options, Ids ids, TimeProvider clock,
        ILogger<DatasetImports> logger)
    {
        (_store, _files, _queue, _events, _options, _ids, _clock, _logger) = (store, files, queue, events, options.Value, ids, clock, logger);
        _runner = new ImportRunner(files, connections, options, clock);
    }

    public void Dispose()
    {
        _inPlace.Dispose();
        _background.Dispose();
    }

    public long MostBytes => _options.MaxFileMb * 1024L * 1024L;

    /// <summary>How long an import can be under way. One that is older was left by a process that died.</summary>
    private TimeSpan Longest => _options.ImportTimeout + TimeSpan.FromMinutes(15);

    /// <summary>The dataset, its import taken for failed where nobody can be at work on it any more.</summary>
    public Dataset Seen(Dataset dataset) => dataset.Import is { AwaitsUpload: false } import && import.StartedAt + Longest < _clock.GetUtcNow()
        ? dataset with { Status = DatasetStatus.Failed, Error = DatasetErrors.ImportFailed, Import = null }
        : dataset;

    /// <summary>Imports content, at once where it is small. What is refused at once leaves the dataset as it was.</summary>
    public async Task<Result<Dataset>> ImportAsync(Dataset dataset, Stream content, ReadOptions options, bool appends, CancellationToken cancellationToken)
    {
        using var work = _files.CreateWorkDirectory();
        var file = Path.Combine(work.Path, "content");
        if (!await CopyAsync(content, file, cancellationToken))
            return DatasetErrors.FileTooLarge(MostBytes);
        var import = NewImport(null, appends, options);
        if (new FileInfo(file).Length <= _options.InPlaceMb * 1024L * 1024L && (!appends || (dataset.Current?.RowCount ?? 0) <= InPlaceRows))
            return await InPlaceAsync(dataset, import, (claimed, token) => _runner.RunAsync(claimed, import, file, token), cancellationToken);
        import = import with { Staged = StagedOf(dataset, import.Id) };
        await _files.UploadAsync(import.Staged!, file, cancellationToken);
        return await QueueAsync(dataset, import, cancellationToken);
    }

    /// <summary>Imports rows that a caller within the platform has.</summary>
    public Task<Result<Dataset>> ImportAsync(Dataset dataset, BulkReader rows, CancellationToken cancellationToken)
    {
        var import = NewImport(null, appends: false, ReadOptions.Default with { OnUnreadable = UnreadablePolicy.Null });
        return InPlaceAsync(dataset, import, (claimed, token) => _runner.RunAsync(claimed, import, rows, token), cancellationToken);
    }

    /// <summary>Has the dataset's own query run in the background.</summary>
    public Task<Result<Dataset>> RefreshAsync(Dataset dataset, CancellationToken cancellationToken) =>
        QueueAsync(dataset, NewImport(null, appends: false, dataset.Options), cancellationToken);

    /// <summary>Opens an upload; what is put there is imported when it is completed.</summary>
    public async Task<Result<Dataset>> AwaitUploadAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        var id = _ids.New();
        return await ClaimAsync(dataset, NewImport(null, appends: false, dataset.Options) with { Id = id, Staged = StagedOf(dataset, id), AwaitsUpload = true }, DatasetStatus.Pending, cancellationToken);
    }

    public async Task<Result<Dataset>> CompleteUploadAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        if (dataset.Import is not { AwaitsUpload: true, Staged: { } staged } import || await _files.FindSizeAsync(staged, cancellationToken) is not { } size)
            return DatasetErrors.NoUpload;
        if (size <= MostBytes)
            return await QueueAsync(dataset, import with { AwaitsUpload = false, StartedAt = _clock.GetUtcNow() }, cancellationToken);
        await _files.RemoveAsync(staged, cancellationToken);
        return DatasetErrors.FileTooLarge(MostBytes);
    }

    /// <summary>Runs an import that was queued. Run again after a crash it starts over, and one that is finished is left alone.</summary>
    public async Task<Dataset?> RunAsync(WorkspaceId workspace, Guid id, Guid importId, CancellationToken cancellationToken)
    {
        await _background.WaitAsync(cancellationToken);
        try
        {
            var begun = await _store.ChangeAsync(
                workspace, id, dataset => dataset.Import?.Id == importId ? dataset with { Status = DatasetStatus.Syncing } : null, cancellationToken);
            if (begun?.Import is not { } import)
                return null;
            var outcome = await RunAsync(begun, import, cancellationToken);
            return await TellAsync(await FinishAsync(begun, import, outcome, cancellationToken), import, cancellationToken);
        }
        finally
        {
            _background.Release();
        }
    }

    /// <summary>Says of an import that failed each time that it has failed.</summary>
    public async Task<Dataset?> GiveUpAsync(WorkspaceId workspace, Guid id, Guid importId, CancellationToken cancellationToken) =>
        await _store.FindAsync(workspace, id, cancellationToken) is { Import: { } import } dataset && import.Id == importId
            ? await TellAsync(await FinishAsync(dataset, import, DatasetErrors.ImportFailed, cancellationToken), import, cancellationToken)
            : null;

    private async Task<Dataset?> TellAsync(Dataset? ended, PendingImport import, CancellationToken cancellationToken)
    {
        if (ended is not null)
            await _events.ImportEndedAsync(ended, import.Id, cancellationToken);
        return ended;
    }

    private PendingImport NewImport(string? staged, bool appends, ReadOptions options) => new(_ids.New(), staged, appends, options, _clock.GetUtcNow());

    private static string StagedOf(Dataset dataset, Guid import) => $"{DatasetFiles.FolderOf(dataset.Workspace, dataset.Id)}staged-{import:N}";

    private async Task<bool> CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        var (buffer, left) = (new byte[128 * 1024], MostBytes);
        while (await content.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if ((left -= read) < 0)
                return false;
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return true;
    }

    private async Task<Result<Dataset>> InPlaceAsync(
        Dataset dataset, PendingImport import, Func<Dataset, CancellationToken, Task<Result<ImportedVersion>>> run, CancellationToken cancellationToken)
    {
        if (!(await ClaimAsync(dataset, import, DatasetStatus.Syncing, cancellationToken)).Succeeded(out var claimed, out var refusal))
            return refusal;
        await _inPlace.WaitAsync(cancellationToken);
        try
        {
            if (!(await run(claimed, cancellationToken)).Succeeded(out var imported, out refusal))
            {
                await ReturnAsync(dataset, import);
                return refusal;
            }

            return await FinishAsync(claimed, import, imported, CancellationToken.None) is { } finished ? finished : DatasetErrors.NotFound;
        }
        catch
        {
            await ReturnAsync(dataset, import);
            throw;
        }
        finally
        {
            _inPlace.Release();
        }
    }

    /// <summary>Puts the dataset back to how it was.</summary>
    private Task<Dataset?> ReturnAsync(Dataset before, PendingImport import) => _store.ChangeAsync(
        before.Workspace,
        before.Id,
        now => now.Import?.Id == import.Id ? now with { Status = before.Status, Error = before.Error, Import = before.Import } : null,
        CancellationToken.None);

    /// <summary>Where the message cannot be sent, nothing has happened. A process that dies between the two leaves an import that counts as failed when its time is over.</summary>
    private async Task<Result<Dataset>> QueueAsync(Dataset dataset, PendingImport import, CancellationToken cancellationToken)
    {
        if (!(await ClaimAsync(dataset, import, DatasetStatus.Pending, cancellationToken)).Succeeded(out var claimed, out var refusal))
            return refusal;
        try
        {
            await _queue.SendAsync(new DatasetWork(DatasetWorkKind.Import, dataset.Workspace.Value, dataset.Id, import.Id), cancellationToken);
            return claimed;
        }
        catch
        {
            await ReturnAsync(dataset, import);
            throw;
        }
    }

    private async Task<Result<Dataset>> ClaimAsync(Dataset dataset, PendingImport import, DatasetStatus status, CancellationToken cancellationToken)
    {
        var refusal = DatasetErrors.NotFound;
        var claimed = await _store.ChangeAsync(dataset.Workspace, dataset.Id, Claim, cancellationToken);
        return claimed is null ? refusal : claimed;

        Dataset? Claim(Dataset now)
        {
            refusal = DatasetErrors.Busy;
            return IsBusy(now, import) ? null : now with { Status = status, Error = null, Import = import, UpdatedAt = _clock.GetUtcNow() };
        }
    }

    /// <summary>An upload that is only awaited keeps nobody from sending content in another way.</summary>
    private bool IsBusy(Dataset dataset, PendingImport import) => Seen(dataset).Import is { AwaitsUpload: false } other && other.Id != import.Id;

    private async Task<Result<ImportedVersion>> RunAsync(Dataset dataset, PendingImport import, CancellationToken cancellationToken)
    {
        if (import.Staged is not { } staged)
            return await _runner.RunAsync(dataset, import, cancellationToken);
        using var work = _files.CreateWorkDirectory();
        var file = Path.Combine(work.Path, "content");
        if (await _files.FindSizeAsync(staged, cancellationToken) is not { } size)
            return DatasetErrors.NoUpload;
        if (size > MostBytes)
            return DatasetErrors.FileTooLarge(MostBytes);
        await _files.DownloadAsync(staged, file, cancellationToken);
        return await _runner.RunAsync(dataset, import, file, cancellationToken);
    }

    private async Task<Dataset?> FinishAsync(Dataset dataset, PendingImport import, Result<ImportedVersion> outcome, CancellationToken cancellationToken)
    {
        IReadOnlyList<DatasetVersion> dropped = [];
        var finished = await _store.ChangeAsync(dataset.Workspace, dataset.Id, Finish, cancellationToken);
        if (import.Staged is { } staged)
            await _files.RemoveAsync(staged, cancellationToken);
        if (finished is null)
        {
            // Deleted meanwhile: nobody will read what was made.
            await _files.RemoveFolderAsync(DatasetFiles.FolderOf(dataset.Workspace, dataset.Id), cancellationToken);
            return null;
        }

        await DropAsync(finished, dropped, cancellationToken);
        Log.Imported(_logger, dataset.Id, finished.Status, finished.Current?.RowCount ?? 0);
        return finished;

        Dataset? Finish(Dataset now)
        {
            if (now.Import?.Id != import.Id)
                return null;
            var ended = now with { Import = null, UpdatedAt = _clock.GetUtcNow() };
            if (!outcome.Succeeded(out var imported, out var failure))
                return ended with { Status = DatasetStatus.Failed, Error = failure, Report = null };
            IReadOnlyList<DatasetVersion> earlier = now.Current is { } before ? [before, .. now.Earlier] : now.Earlier;
            dropped = [.. earlier.Skip(_options.KeepVersions)];
            return ended with { Status = DatasetStatus.Ready, Error = null, Report = imported.Report, Current = imported.Version, Earlier = [.. earlier.Take(_options.KeepVersions)] };
        }
    }

    private async Task DropAsync(Dataset dataset, IReadOnlyList<DatasetVersion> dropped, CancellationToken cancellationToken)
    {
        var kept = dataset.Earlier.Append(dataset.Current!).SelectMany(version => version.Parts).Select(part => part.Blob).ToHashSet(StringComparer.Ordinal);
        foreach (var version in dropped)
        {
            await _files.RemoveAsync(version.Profile, cancellationToken);
            foreach (var part in version.Parts.Where(part => !kept.Contains(part.Blob)))
                await _files.RemoveAsync(part.Blob, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "An import has ended. Dataset: {Dataset}, status: {Status}, rows: {Rows}")]
        public static partial void Imported(ILogger logger, Guid dataset, DatasetStatus status, long rows);
    }
}
