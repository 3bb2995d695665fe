using FunctionsPlatform.Connectors.DuckDb;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Datasets.Queries;

/// <summary>A dataset whose files are on this machine.</summary>
internal sealed record LeasedTable(string Name, CachedFiles Files)
{
    /// <summary>Makes the table of the dataset's name, for one connection.</summary>
    public string View => $"CREATE TEMP VIEW {SqlDialect.DuckDb.Quote(Name)} AS SELECT * FROM read_parquet({WorkSession.List(Files.Paths)})";
}
