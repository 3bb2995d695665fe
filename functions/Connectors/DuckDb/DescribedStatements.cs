using System.Collections.Concurrent;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>A column of a result and its type in DuckDB's words.</summary>
internal sealed record ResultType(string Name, string Type);

/// <summary>
/// Statements that were found to be one SELECT, and the columns they give. Good for one open file: it cannot change while it is open, so neither can these.
/// </summary>
internal sealed class DescribedStatements
{
    private const int Capacity = 1_000;

    private readonly ConcurrentDictionary<string, IReadOnlyList<ResultType>> _columns = new(StringComparer.Ordinal);

    /// <param name="describe">Throws for a statement that must not run, which is then not remembered.</param>
    public IReadOnlyList<ResultType> GetOrAdd(string sql, Func<string, IReadOnlyList<ResultType>> describe)
    {
        if (_columns.Count >= Capacity)
            _columns.Clear();
        return _columns.GetOrAdd(sql, describe);
    }
}
