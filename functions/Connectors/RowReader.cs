namespace FunctionsPlatform.Connectors;

/// <summary>A column of a result.</summary>
public sealed record ResultColumn(string Name, ColumnKind Kind);

/// <summary>Rows as they arrive from the database, values in the CLR types of <see cref="ColumnKind"/>, null for NULL. Memory does not grow with the rows.</summary>
public abstract class RowReader : IAsyncDisposable
{
    public abstract IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>The next row, in an array of its own; null at the end.</summary>
    public abstract ValueTask<object?[]?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>After the end: whether <see cref="ReadLimits.MaxRows"/> cut rows off.</summary>
    public abstract bool IsTruncated { get; }

    public abstract ValueTask DisposeAsync();
}
