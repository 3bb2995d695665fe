using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>The statements that write to one table: straight, or from a temporary one with the rows' numbers and values in n, c0, c1, ...</summary>
internal sealed class MySqlStatements(WriterContext context)
{
    public const string Stage = "`rows_to_write`";

    private readonly string _table = Quote(context.Table.Name);
    private readonly string[] _names = [.. context.Fields.Select(field => Quote(field.Name))];

    /// <summary>
    /// ON DUPLICATE KEY matches by any unique key, and would change another row than the one of our key. Where there are others, the rows go through a temporary table
    /// and are matched by our key alone; what then breaks another unique key is an error.
    /// </summary>
    public bool IsStraight(RowOperations operation) => operation switch
    {
        RowOperations.Update => false, // the rows that are not found must be known
        RowOperations.Insert or RowOperations.Upsert => context.Table.UniqueKeys == 1,
        _ => true,
    };

    /// <summary>Writes so many rows straight, their values in as many parameters as there are.</summary>
    public string Write(RowOperations operation, int rows) => operation switch
    {
        RowOperations.Delete when context.Keys.Count == 1 => $"DELETE FROM {_table} WHERE {KeyNames} IN {Row(rows)}",
        RowOperations.Delete => $"DELETE FROM {_table} WHERE ({KeyNames}) IN ({Rows(rows, context.Keys.Count)})",
        RowOperations.Append => Insert(rows),
        RowOperations.Upsert when context.Others.Count > 0 =>
            $"{Insert(rows)} ON DUPLICATE KEY UPDATE {string.Join(", ", context.Others.Select(at => $"{_names[at]} = VALUES({_names[at]})"))}",
        _ => $"{Insert(rows)} ON DUPLICATE KEY UPDATE {_names[context.Keys[0]]} = {_table}.{_names[context.Keys[0]]}",
    };

    /// <summary>Columns of the table's own types and collations.</summary>
    public string CreateStage() =>
        $"CREATE TEMPORARY TABLE {Stage} SELECT 0 AS n, {string.Join(", ", _names.Select((name, at) => $"{name} AS c{at}"))} FROM {_table} LIMIT 0";

    public string FillStage(int rows) => $"INSERT INTO {Stage} (n, {StagedNames}) VALUES {Rows(rows, _names.Length + 1)}";

    public const string EmptyStage = $"DELETE FROM {Stage}";

    public string Missing => $"SELECT s.n FROM {Stage} s LEFT JOIN {_table} t ON {KeysMatch} WHERE t.{_names[context.Keys[0]]} IS NULL ORDER BY s.n";

    /// <summary>Writes the rows of the temporary table.</summary>
    public IEnumerable<string> WriteStaged(RowOperations operation)
    {
        if (operation is RowOperations.Update or RowOperations.Upsert && context.Others.Count > 0)
            yield return $"UPDATE {_table} t JOIN {Stage} s ON {KeysMatch} SET {string.Join(", ", context.Others.Select(at => $"t.{_names[at]} = s.c{at}"))}";
        if (operation is RowOperations.Insert or RowOperations.Upsert)
            yield return $"INSERT INTO {_table} ({AllNames}) SELECT {string.Join(", ", _names.Select((_, at) => $"s.c{at}"))} "
                + $"FROM {Stage} s LEFT JOIN {_table} t ON {KeysMatch} WHERE t.{_names[context.Keys[0]]} IS NULL";
    }

    private string Insert(int rows) => $"INSERT INTO {_table} ({AllNames}) VALUES {Rows(rows, _names.Length)}";

    private static string Rows(int rows, int columns) => string.Join(", ", Enumerable.Repeat(Row(columns), rows));

    private static string Row(int columns) => $"({string.Join(", ", Enumerable.Repeat("?", columns))})";

    private string AllNames => string.Join(", ", _names);

    private string KeyNames => string.Join(", ", context.Keys.Select(at => _names[at]));

    private string StagedNames => string.Join(", ", _names.Select((_, at) => $"c{at}"));

    private string KeysMatch => string.Join(" AND ", context.Keys.Select(at => $"t.{_names[at]} = s.c{at}"));

    private static string Quote(string name) => SqlDialect.MySql.Quote(name);
}
