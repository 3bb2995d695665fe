using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Reads the rows of sources into files of a run.</summary>
public sealed class SourceExtracts(SyncFiles files, Ids ids, IOptions<SyncOptions> options)
{
    /// <param name="rowsRead">Is told, now and then, how many rows were read so far.</param>
    /// <exception cref="ConnectorException">The source failed.</exception>
    public async Task<Extract> ExtractAsync(RunFiles run, ExtractRequest request, IProgress<long>? rowsRead, CancellationToken cancellationToken)
    {
        var source = request.Source;
        await using var reader = await BulkReader.OpenAsync(source.Connector, source.Settings, request.Statement, options.Value.SourceTimeout, cancellationToken);
        var key = request.Key.Select(name => PositionOf(name, reader.Columns)).ToArray();
        var begun = new Extract(ids.New().ToString("N"), 0, reader.Columns, key, [], 0, request.IsLocal, null);
        var cursor = request.CursorColumn is { } name ? PositionOf(name, reader.Columns) : (int?)null;
        using var writer = new ExtractWriter(files, run, begun, cursor, options.Value.ChunkRows);
        return await writer.WriteAsync(reader, rowsRead, cancellationToken);
    }

    private static int PositionOf(string name, IReadOnlyList<ResultColumn> columns)
    {
        for (var at = 0; at < columns.Count; at++)
        {
            if (columns[at].Name == name)
                return at;
        }

        throw new ConnectorException(ConnectorFailure.StatementFailed, $"The result has no column '{name}'.");
    }
}
