namespace FunctionsPlatform.Connectors.Writing;

/// <summary>What a writer is opened for.</summary>
/// <param name="Columns">Names of the stream's fields, in the order of the rows' values, and the kind (and so the CLR type) of their values.</param>
/// <param name="Key">The fields by which rows are matched; empty for <see cref="RowOperations.Append"/>.</param>
/// <param name="Operations">All that will be asked of the writer.</param>
public sealed record WriteTarget(
    DestinationStream Stream, IReadOnlyList<ResultColumn> Columns, IReadOnlyList<string> Key, RowOperations Operations)
{
    /// <summary>The sync's own settings for this destination (a file format, a message template), as the sync's configuration holds them.</summary>
    public System.Text.Json.Nodes.JsonObject Options { get; init; } = [];
}

/// <summary>Writes rows to one stream. Not for use by several threads at once.</summary>
public interface IRowWriter : IAsyncDisposable
{
    /// <summary>The most rows that one call takes. Between two calls a sync can be stopped.</summary>
    int BatchRows { get; }

    /// <summary>Whether a batch that is written twice leaves the destination as one that is written once does.</summary>
    bool IsRepeatable(RowOperations operation);

    /// <summary>
    /// Writes a batch. Every row that is not in the answer was accepted. A failure of the whole batch is a <see cref="ConnectorException"/>: then nothing of it was
    /// accepted for sure, and a transient one is tried again by the caller.
    /// </summary>
    Task<IReadOnlyList<RowRejection>> WriteAsync(WriteBatch batch, CancellationToken cancellationToken);
}

/// <param name="Id">The same whenever the same rows are sent again: for names of files and idempotency keys.</param>
/// <param name="Operation">One of <see cref="RowOperations"/>.</param>
/// <param name="Rows">Values in the order of <see cref="WriteTarget.Columns"/>, null for NULL. Rows to delete have values in the key's columns only.</param>
/// <param name="ExpectNew">A hint: no row of these keys was ever delivered there.</param>
public sealed record WriteBatch(BatchId Id, RowOperations Operation, IReadOnlyList<object?[]> Rows, bool ExpectNew = false);

/// <summary>Names a batch: which run, which chunk of it, which batch of that, from 0.</summary>
public readonly record struct BatchId(Guid Run, int Chunk, int Batch)
{
    public override string ToString() => $"{Run:N}-{Chunk:D5}-{Batch:D5}";
}

/// <summary>A row that a destination did not take.</summary>
/// <param name="Row">Its position in the batch.</param>
/// <param name="Code">Stable, snake_case: <c>value_too_long</c>, <c>unique_violation</c>, <c>row_not_found</c>.</param>
/// <param name="Message">The destination's words, freed of credentials.</param>
/// <param name="IsOutcomeUnknown">It was sent, and whether it was taken cannot be known.</param>
public sealed record RowRejection(int Row, string Code, string Message, bool IsOutcomeUnknown = false);
