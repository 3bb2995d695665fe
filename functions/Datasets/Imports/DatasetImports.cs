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
        return await QueueStagedAsync(dataset, import with { Staged = StagedOf(dataset, import.Id) }, file, cancellationToken);
    }

    /// <summary>Imports rows that a caller within the platform has.</summary>
    /// <param name="id">Of the import, where a caller that died may try it again: one that was finished is left alone.</param>
    public async Task<Result<Dataset>> ImportAsync(Dataset dataset, BulkReader rows, Guid? id, CancellationToken cancellationToken)
    {
        if (id is not null && dataset.LastImport is { ErrorCode: null } last && last.Id == id)
            return dataset;
        var import = NewImport(null, appends: false, ReadOptions.Default with { OnUnreadable = UnreadablePolicy.Null });
        import = import with { Id = id ?? import.Id };
        return await InPlaceAsync(dataset, import, (claimed, token) => _runner.RunAsync(claimed, import, rows, token), cancellationToken);
    }

    /// <summary>Has the dataset's own query run in the background.</summary>
    public Task<Result<Dataset>> RefreshAsync(Dataset dataset, CancellationToken cancellationToken) =>
        QueueAsync(dataset, NewImport(null, appends: false, dataset.Options), cancellationToken);

    /// <summary>Opens an upload; what is put there is imported when it is completed.</summary>
    public Task<Result<Dataset>> AwaitUploadAsync(Dataset dataset, ReadOptions options, CancellationToken cancellationToken)
    {
        var import = NewImport(null, appends: false, options);
        import = import with { Staged = StagedOf(dataset, import.Id), AwaitsUpload = true };
        return ClaimAsync(dataset, import, DatasetStatus.Pending, claimed => Task.FromResult(Result.Of(claimed)), cancellationToken);
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

    /// <summary>Runs an import that was queued, and tells of its end. Run again after a crash it starts over, and of one that is finished only the end is told again.</summary>
    public async Task RunAsync(WorkspaceId workspace, Guid id, Guid importId, CancellationToken cancellationToken)
    {
        await _background.WaitAsync(cancellationToken);
        try
        {
            var begun = await _store.ChangeAsync(workspace, id, Begin, cancellationToken);
            var ended = begun?.Import is { } import
                ? await FinishAsync(begun, import, await RunAsync(begun, import, cancellationToken), cancellationToken)
                : await _store.FindAsync(workspace, id, cancellationToken);
            await TellAsync(ended, importId, cancellationToken);
        }
        finally
        {
            _background.Release();
        }

        Dataset? Begin(Dataset now) => now.Import is { } import && import.Id == importId
            ? now with { Status = DatasetStatus.Syncing, Import = import with { StartedAt = _clock.GetUtcNow() } }
            : null;
    }

    /// <summary>Says of an import that failed each time that it has failed.</summary>
    public async Task GiveUpAsync(WorkspaceId workspace, Guid id, Guid importId, CancellationToken cancellationToken)
    {
        var dataset = await _store.FindAsync(workspace, id, cancellationToken);
        if (dataset is { Import: { } import } && import.Id == importId)
            dataset = await FinishAsync(dataset, import, DatasetErrors.ImportFailed, cancellationToken);
        await TellAsync(dataset, importId, cancellationToken);
    }

    private async Task TellAsync(Dataset? dataset, Guid importId, CancellationToken cancellationToken)
    {
        if (dataset is { LastImport: { } ended } && ended.Id == importId)
            await _events.ImportEndedAsync(dataset, ended, cancellationToken);
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
        await _inPlace.WaitAsync(cancellationToken);
        try
        {
            return await ClaimAsync(dataset, import, DatasetStatus.Syncing, ImportedAsync, cancellationToken);
        }
        finally
        {
            _inPlace.Release();
        }

        async Task<Result<Dataset>> ImportedAsync(Dataset claimed)
        {
            if (!(await run(claimed, cancellationToken)).Succeeded(out var imported, out var refusal))
                return refusal;
            return await FinishAsync(claimed, import, imported, CancellationToken.None) is { } finished ? finished : DatasetErrors.NotFound;
        }
    }

    private async Task<Result<Dataset>> QueueStagedAsync(Dataset dataset, PendingImport import, string file, CancellationToken cancellationToken)
    {
        var isQueued = false;
        try
        {
            await _files.UploadAsync(import.Staged!, file, cancellationToken);
            var queued = await QueueAsync(dataset, import, cancellationToken);
            isQueued = queued.Succeeded(out _, out _);
            return queued;
        }
        finally
        {
            if (!isQueued)
                await _files.RemoveAsync(import.Staged!, CancellationToken.None);
        }
    }

    /// <summary>Where the message cannot be sent, nothing has happened. A process that dies between the two leaves an import that counts as failed when its time is over.</summary>
    private Task<Result<Dataset>> QueueAsync(Dataset dataset, PendingImport import, CancellationToken cancellationToken) => ClaimAsync(
        dataset,
        import,
        DatasetStatus.Pending,
        async claimed =>
        {
            await _queue.SendAsync(new DatasetWork(DatasetWorkKind.Import, dataset.Workspace.Value, dataset.Id, import.Id), cancellationToken);
            return claimed;
        },
        cancellationToken);

    /// <summary>Claims the dataset for an import and does the work. Where that is refused or breaks, the dataset is put back to how it was.</summary>
    private async Task<Result<Dataset>> ClaimAsync(
        Dataset dataset, PendingImport import, DatasetStatus status, Func<Dataset, Task<Result<Dataset>>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (before, refusal) = (dataset, DatasetErrors.NotFound);
        // Not cancelled in the middle: nobody could tell whether the dataset is claimed.
        if (await _store.ChangeAsync(dataset.Workspace, dataset.Id, Claim, CancellationToken.None) is not { } claimed)
            return refusal;
        var isKept = false;
        try
        {
            var done = await work(claimed);
            isKept = done.Succeeded(out _, out _);
            if (isKept && before.Import is { Staged: { } replaced } && replaced != import.Staged)
                await _files.RemoveAsync(replaced, CancellationToken.None);
            return done;
        }
        finally
        {
            if (!isKept)
                await ReturnAsync(before, import);
        }

        Dataset? Claim(Dataset now)
        {
            (before, refusal) = (now, DatasetErrors.Busy);
            return IsBusy(now, import) ? null : now with
            {
                Status = status,
                Error = null,
                Import = import,
                Options = import.AwaitsUpload ? import.Options : now.Options,
                UpdatedAt = _clock.GetUtcNow(),
            };
        }
    }

    /// <summary>Puts the dataset back to how it was. What an earlier try of the same import left, as its process died, is over too.</summary>
    private Task<Dataset?> ReturnAsync(Dataset before, PendingImport import) => _store.ChangeAsync(
        before.Workspace,
        before.Id,
        now => now.Import?.Id != import.Id ? null
            : before.Import is { AwaitsUpload: false } left && left.Id == import.Id ? now with { Status = now.Current is null ? DatasetStatus.Failed : DatasetStatus.Ready, Import = null }
            : now with { Status = before.Status, Error = before.Error, Import = before.Import },
        CancellationToken.None);

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
            await RemoveUnusedAsync(dataset, outcome, cancellationToken);
            return null;
        }

        await DropAsync(finished, dropped, cancellationToken);
        Log.Imported(_logger, dataset.Id, finished.Status, finished.Current?.RowCount ?? 0);
        return finished;

        Dataset? Finish(Dataset now)
        {
            if (now.Import?.Id != import.Id)
                return null;
            var isMade = outcome.Succeeded(out var imported, out var failure);
            var ended = now with { Import = null, LastImport = new EndedImport(import.Id, _clock.GetUtcNow(), failure?.Code), Error = failure, UpdatedAt = _clock.GetUtcNow() };
            if (!isMade)
                return ended with { Status = DatasetStatus.Failed, Report = null };
            IReadOnlyList<DatasetVersion> earlier = [.. now.Versions];
            dropped = [.. earlier.Skip(_options.KeepVersions)];
            return ended with { Status = DatasetStatus.Ready, Report = imported!.Report, Current = imported.Version, Earlier = [.. earlier.Take(_options.KeepVersions)] };
        }
    }

    /// <summary>Nobody will read what was made: the dataset was deleted meanwhile, or its import taken for dead and another begun.</summary>
    private async Task RemoveUnusedAsync(Dataset dataset, Result<ImportedVersion> outcome, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(dataset.Workspace, dataset.Id, cancellationToken) is not { } now)
            await _files.RemoveFolderAsync(DatasetFiles.FolderOf(dataset.Workspace, dataset.Id), cancellationToken);
        else if (outcome.Succeeded(out var made, out _))
            await DropAsync(now, [made.Version], cancellationToken);
    }

    /// <summary>Removes the files of versions, but for those that the dataset's versions share.</summary>
    private async Task DropAsync(Dataset dataset, IReadOnlyList<DatasetVersion> dropped, CancellationToken cancellationToken)
    {
        var kept = dataset.Versions.SelectMany(version => version.Blobs).ToHashSet(StringComparer.Ordinal);
        foreach (var blob in dropped.SelectMany(version => version.Blobs).Where(blob => !kept.Contains(blob)))
            await _files.RemoveAsync(blob, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "An import has ended. Dataset: {Dataset}, status: {Status}, rows: {Rows}")]
        public static partial void Imported(ILogger logger, Guid dataset, DatasetStatus status, long rows);
    }
}
