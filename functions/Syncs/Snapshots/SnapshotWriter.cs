using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk.Parquet;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Writes entries into files of a new snapshot.</summary>
internal sealed class SnapshotWriter(SyncFiles files, RunFiles run, string attempt, IReadOnlyList<ResultColumn> key, int rowsPerFile)
{
    private readonly ParquetWriter _writer = new();
    private readonly List<SnapshotFile> _files = [];

    /// <summary>Those that are in no file yet.</summary>
    public SnapshotEntries Waiting { get; } = new(key);

    public IReadOnlyList<SnapshotFile> Files => _files;

    /// <summary>To be called after every few entries.</summary>
    public Task FlushFullAsync(CancellationToken cancellationToken) =>
        Waiting.Count >= rowsPerFile || Waiting.Batch.Size >= ExtractWriter.MostBytes ? FlushAsync(cancellationToken) : Task.CompletedTask;

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (Waiting.Count == 0)
            return;
        ParquetBatch.Write(_writer, Waiting.Batch, compresses: true);
        var name = run.SnapshotFile(attempt, $"{_files.Count:D5}.parquet");
        await files.WriteAsync(name, _writer.Output, cancellationToken);
        _files.Add(new SnapshotFile(name, Waiting.Count, Waiting.Count));
        Waiting.Batch.Clear();
    }
}
