using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPlatform.Connectors.BlobFiles.Formats;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.BlobFiles;

/// <summary>Writes each batch as one file, first on this machine and then in one piece to its place.</summary>
internal sealed class BlobFileWriter(BlobContainerClient container, BlobConfiguration configuration, WriteTarget target) : IRowWriter
{
    private readonly Lazy<DirectoryInfo> _scratch = new(() => Directory.CreateTempSubdirectory("blob-files-"));
    private IFileMaker? _maker;

    public int BatchRows => configuration.BatchRows;

    public bool IsRepeatable(RowOperations operation) => operation == RowOperations.Append;

    public async Task<IReadOnlyList<RowRejection>> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Operation != RowOperations.Append)
            throw new InvalidOperationException($"The writer was not opened for {batch.Operation}.");
        _maker ??= configuration.Format.MakerOf(target.Columns, _scratch.Value.FullName);
        var path = Path.Combine(_scratch.Value.FullName, $"{batch.Id}.part");
        try
        {
            var rejections = await Task.Run(() => _maker.Make(path, batch.Rows, cancellationToken), cancellationToken);
            if (rejections.Count < batch.Rows.Count)
                await UploadAsync(path, configuration.Names.Of(target.Stream.Name, batch.Id), cancellationToken);
            return rejections;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private Task<Azure.Response<BlobContentInfo>> UploadAsync(string path, string name, CancellationToken cancellationToken) => BlobErrors.TranslateAsync(configuration.Account, async () =>
    {
        await using var file = File.OpenRead(path);
        var headers = new BlobHttpHeaders { ContentType = configuration.Format.ContentType };
        // Without conditions: a file of that name is this batch, written before.
        return await container.GetBlobClient(name).UploadAsync(file, new BlobUploadOptions { HttpHeaders = headers }, cancellationToken);
    }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _maker?.Dispose();
        if (_scratch.IsValueCreated)
            _scratch.Value.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
