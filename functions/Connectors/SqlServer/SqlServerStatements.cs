using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>The statements that write to one table, from a temporary one with the rows' numbers and values in n, c0, c1, ...</summary>
internal sealed class SqlServerStatements(WriterContext context)
{
    public const string Stage = "[#rows_to_write]";

    /// <summary>Keeps what it reads from others until the transaction ends, that no key comes in between.</summary>
    private const string Locked = "WITH (UPDLOCK, HOLDLOCK)";

    private readonly string _table = $"{Quote(context.Table.Schema!)}.{Quote(context.Table.Name)}";
    private readonly string[] _names = [.. context.Fields.Select(field => Quote(field.Name))];

    /// <summary>Columns of the table's own types and collations. Of a union none is an identity.</summary>
    public string CreateStage(IReadOnlyList<int> columns)
    {
        var typed = string.Join(", ", columns.Select(at => $"{_names[at]} AS c{at}"));
        return $"""
            DROP TABLE IF EXISTS {Stage};
            SELECT TOP (0) 0 AS n, {typed} INTO {Stage} FROM {_table} UNION ALL SELECT 0, {typed} FROM {_table} WHERE 1 = 0
            """;
    }

    public string Missing => $"SELECT s.n FROM {Stage} AS s WHERE NOT EXISTS (SELECT 1 FROM {_table} AS t {Locked} WHERE {KeysMatch}) ORDER BY s.n";

    /// <summary>Not MERGE, which has defects of its own and locks no better (https://learn.microsoft.com/sql/t-sql/statements/merge-transact-sql).</summary>
    public IEnumerable<string> Write(RowOperations operation)
    {
        if (operation == RowOperations.Delete)
            yield return $"DELETE t FROM {_table} AS t INNER JOIN {Stage} AS s ON {KeysMatch}";
        if (operation is RowOperations.Update or RowOperations.Upsert && context.Others.Count > 0)
            yield return $"UPDATE t SET {Assignments} FROM {_table} AS t {Locked} INNER JOIN {Stage} AS s ON {KeysMatch}{WhereDiffers}";
        if (operation == RowOperations.Append)
            yield return $"INSERT INTO {_table} ({Names}) SELECT {Values} FROM {Stage} AS s";
        if (operation is RowOperations.Insert or RowOperations.Upsert)
            yield return $"INSERT INTO {_table} ({Names}) SELECT {Values} FROM {Stage} AS s WHERE NOT EXISTS (SELECT 1 FROM {_table} AS t {Locked} WHERE {KeysMatch})";
    }

    /// <summary>Rows that are the same already are not written again. Text is compared by its bytes: collations hold different texts for the same.</summary>
    private string WhereDiffers => context.Others.All(at => IsComparable(context.Fields[at]))
        ? $" WHERE EXISTS (SELECT {Compared(at => $"t.{_names[at]}")} EXCEPT SELECT {Compared(at => $"s.c{at}")})"
        : "";

    private static bool IsComparable(DestinationField field) => field.Kind is not (ColumnKind.Other or ColumnKind.Json)
        && NativeType.Parse(field.NativeType).Name is not ("text" or "ntext" or "image" or "geography" or "geometry");

    private string Compared(Func<int, string> column) => string.Join(
        ", ", context.Others.Select(at => context.Fields[at].Kind == ColumnKind.Text ? $"CAST({column(at)} AS varbinary(max))" : column(at)));

    private string Assignments => string.Join(", ", context.Others.Select(at => $"{_names[at]} = s.c{at}"));

    private string KeysMatch => string.Join(" AND ", context.Keys.Select(at => $"t.{_names[at]} = s.c{at}"));

    private string Names => string.Join(", ", _names);

    private string Values => string.Join(", ", _names.Select((_, at) => $"s.c{at}"));

    private static string Quote(string name) => SqlDialect.SqlServer.Quote(name);
}
