using FunctionsPlatform.Connectors.DuckDb;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Datasets.Queries;

/// <summary>Datasets whose files stay on this machine until this is disposed.</summary>
internal sealed class LeasedTables : IDisposable
{
    private readonly List<(string Name, CachedFiles Files)> _tables = [];

    /// <summary>Make the tables of the datasets' names, for one connection.</summary>
    public IEnumerable<string> Views =>
        _tables.Select(table => $"CREATE TEMP VIEW {SqlDialect.DuckDb.Quote(table.Name)} AS SELECT * FROM read_parquet({WorkSession.List(table.Files.Paths)})");

    public IReadOnlyList<string> Paths => [.. _tables.SelectMany(table => table.Files.Paths)];

    public void Add(string name, CachedFiles files) => _tables.Add((name, files));

    public void Dispose()
    {
        foreach (var (_, files) in _tables)
            files.Dispose();
    }
}
