using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>The statements that write to one table, from a temporary one with the rows' numbers and values in n, c0, c1, ...</summary>
internal sealed class DuckDbStatements(WriterContext context)
{
    private readonly string _table = $"{Quote(context.Table.Schema!)}.{Quote(context.Table.Name)}";
    private readonly string[] _names = [.. context.Fields.Select(field => Quote(field.Name))];

    public string Stage(string stage, IReadOnlyList<int> columns) =>
        $"CREATE TEMPORARY TABLE {stage} (n INTEGER, {string.Join(", ", columns.Select(at => $"c{at} {DuckDbStagedType.Of(context.Fields[at])}"))})";

    public static string Drop(string stage) => $"DROP TABLE {Staged(stage)}";

    /// <summary>The numbers of the rows that are not there to be updated.</summary>
    public string Missing(string stage, IReadOnlyList<int> columns, int? row = null) =>
        $"SELECT s.n FROM {Source(stage, columns, row)} WHERE NOT EXISTS (SELECT 1 FROM {_table} AS t WHERE {KeysMatch}) ORDER BY s.n";

    /// <summary>MERGE rather than ON CONFLICT, which cannot change a column that has an index.</summary>
    /// <param name="row">The one row to write; null for all.</param>
    public string Write(RowOperations operation, string stage, IReadOnlyList<int> columns, int? row = null)
    {
        var source = Source(stage, columns, row);
        return operation switch
        {
            RowOperations.Append => $"INSERT INTO {_table} ({Names}) SELECT {Values} FROM {source}",
            RowOperations.Delete => $"DELETE FROM {_table} AS t USING {source} WHERE {KeysMatch}",
            RowOperations.Update when context.Others.Count == 0 => "SELECT 1",
            RowOperations.Update => $"UPDATE {_table} AS t SET {Assignments} FROM {source} WHERE {KeysMatch}",
            RowOperations.Upsert when context.Others.Count > 0 =>
                $"MERGE INTO {_table} AS t USING {source} ON {KeysMatch} WHEN MATCHED THEN UPDATE SET {Assignments} WHEN NOT MATCHED THEN INSERT ({Names}) VALUES ({Values})",
            _ => $"MERGE INTO {_table} AS t USING {source} ON {KeysMatch} WHEN NOT MATCHED THEN INSERT ({Names}) VALUES ({Values})",
        };
    }

    /// <summary>The rows in the table's own types.</summary>
    private string Source(string stage, IReadOnlyList<int> columns, int? row = null)
    {
        var typed = columns.Select(at => $"{DuckDbStagedType.Read(context.Fields[at], $"c{at}")} AS c{at}");
        return $"(SELECT n, {string.Join(", ", typed)} FROM {Staged(stage)}{(row is null ? "" : $" WHERE n = {row}")}) AS s";
    }

    private string KeysMatch => string.Join(" AND ", context.Keys.Select(at => $"t.{_names[at]} = s.c{at}"));

    private string Assignments => string.Join(", ", context.Others.Select(at => $"{_names[at]} = s.c{at}"));

    private string Names => string.Join(", ", _names);

    private string Values => string.Join(", ", _names.Select((_, at) => $"s.c{at}"));

    private static string Staged(string stage) => $"temp.main.{stage}";

    private static string Quote(string name) => SqlDialect.DuckDb.Quote(name);
}
