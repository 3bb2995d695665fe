using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Connectors.Bulk.Parquet;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>A file of rows.</summary>
internal sealed record RowsFile(string Blob, int Rows);

/// <summary>Collects rows of one sort and writes a file whenever there are enough.</summary>
/// <param name="nameOf">The blob of the file of a number.</param>
internal sealed class RowsWriter(SyncFiles files, Func<int, string> nameOf, IReadOnlyList<ResultColumn> columns, int rowsPerFile)
{
    private readonly ParquetWriter _writer = new();
    private readonly List<RowsFile> _files = [];

    /// <summary>The rows that are in no file yet.</summary>
    public ColumnBatch Waiting { get; } = new(columns);

    public IReadOnlyList<RowsFile> Files => _files;

    /// <summary>To be called after every few rows.</summary>
    public Task FlushFullAsync(CancellationToken cancellationToken) =>
        Waiting.Rows >= rowsPerFile || Waiting.Size >= ExtractWriter.MostBytes ? FlushAsync(cancellationToken) : Task.CompletedTask;

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (Waiting.Rows == 0)
            return;
        ParquetBatch.Write(_writer, Waiting, compresses: true);
        var file = new RowsFile(nameOf(_files.Count), Waiting.Rows);
        await files.WriteAsync(file.Blob, _writer.Output, cancellationToken);
        _files.Add(file);
        Waiting.Clear();
    }
}
