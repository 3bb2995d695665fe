namespace FunctionsPlatform.Connectors.Writing;

/// <summary>The queries that describe the tables of a database to those who write them. Each is made for SQL that stands for the one stream that is wanted: '' for all.</summary>
/// <param name="Parameter">The parameter that holds the stream's name, as the dialect spells it: <c>@stream</c>.</param>
/// <param name="Fields">
/// Rows in order of table and position: schema, table, column, type, is required (0 or 1), is read-only (0 or 1), comment, the values of an enumeration as a JSON array.
/// </param>
/// <param name="Keys">
/// Rows of unique keys, the primary one first, in order of position: schema, table, name of the key, column (null for an expression), whether rows can be matched by
/// it (0 or 1): it holds for all rows and at once.
/// </param>
internal sealed record TableQueries(string Parameter, Func<string, string> Fields, Func<string, string> Keys);
