namespace FunctionsPlatform.Connectors;

/// <summary>The queries that describe a database, each for all its tables at once, system schemas left out.</summary>
/// <param name="DefaultSchema">A SELECT of one text, or null where the database has no schemas.</param>
/// <param name="Columns">
/// Rows in order of table and position: schema, table, is view (0 or 1), row estimate, table comment, column, type, is nullable (0 or 1), column comment.
/// The first must succeed, and a failure of the others leaves the catalogue incomplete.
/// </param>
/// <param name="PrimaryKeys">Rows in order of position: schema, table, column.</param>
/// <param name="ForeignKeys">Rows in order of position: schema, table, name of the key, column, referenced schema, table and column.</param>
/// <param name="Sample">
/// The query for a table's distinct values. Rows: position of the column in the list given, value cut after <see cref="LongestValue"/> + 1 characters;
/// a row at position -1 counts the table.
/// </param>
/// <param name="CountsRows">Whether <paramref name="Sample"/> counts, because the database keeps no estimates.</param>
public sealed record CatalogQueries(
    string? DefaultSchema,
    IReadOnlyList<string> Columns,
    string PrimaryKeys,
    string ForeignKeys,
    Func<SchemaTable, IReadOnlyList<string>, DiscoveryLimits, string> Sample,
    bool CountsRows = false)
{
    /// <summary>A column with a longer value holds prose, not names of things.</summary>
    public const int LongestValue = 100;
}
