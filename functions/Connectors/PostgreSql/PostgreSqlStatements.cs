using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>The statements that write to one table, from a temporary one whose columns are c0, c1, ... in the order of the rows' values.</summary>
internal sealed class PostgreSqlStatements(WriterContext context)
{
    private readonly string _table = $"{Quote(context.Table.Schema!)}.{Quote(context.Table.Name)}";
    private readonly string[] _names = [.. context.Fields.Select(field => Quote(field.Name))];

    public string Copy(IReadOnlyList<int> columns, string format) => $"COPY {_table} ({Names(columns)}) FROM STDIN (FORMAT {format})";

    public static string CopyStaged(string stage, string format) => $"COPY {Staged(stage)} FROM STDIN (FORMAT {format})";

    /// <summary>Columns of the table's own types, so that values are read, cut and refused as the table would.</summary>
    public string Stage(string stage, IReadOnlyList<int> columns, bool numbered)
    {
        var typed = columns.Select(at => $"{_names[at]} AS c{at}");
        return $"CREATE TEMPORARY TABLE {stage} ON COMMIT DROP AS SELECT {string.Join(", ", numbered ? typed.Prepend("0 AS n") : typed)} FROM {_table} WITH NO DATA";
    }

    public static string Drop(string stage) => $"DROP TABLE {Staged(stage)}";

    /// <summary>Takes the rows out that are not there to be updated, and tells their numbers.</summary>
    public string DeleteMissing(string stage) => $"DELETE FROM {Staged(stage)} AS s WHERE NOT EXISTS (SELECT FROM {_table} AS t WHERE {KeysMatch}) RETURNING s.n";

    public string Write(RowOperations operation, string stage, IReadOnlyList<int> columns) => operation switch
    {
        RowOperations.Update when context.Others.Count == 0 => "SELECT 1",
        RowOperations.Update => $"UPDATE {_table} AS t SET {Assignments(at => $"s.c{at}")} FROM {Staged(stage)} AS s WHERE {KeysMatch} AND {Differs(at => $"s.c{at}")}",
        RowOperations.Delete => $"DELETE FROM {_table} AS t USING {Staged(stage)} AS s WHERE {KeysMatch}",
        _ => $"INSERT INTO {_table} AS t ({Names(columns)}) SELECT {string.Join(", ", columns.Select(at => $"c{at}"))} FROM {Staged(stage)}{OnConflict(operation)}",
    };

    /// <summary>
    /// Writes the rows of a temporary table of texts one by one, each in a transaction below ours, and puts those that fail into another. A variable takes a text as its
    /// type reads it: too long is an error, where a cast would cut. It is of the type beneath a domain, which would not be null to begin with.
    /// </summary>
    public string Judge(RowOperations operation, string texts, string refused, IReadOnlyList<int> columns)
    {
        var body = $"""
            #variable_conflict use_column
            DECLARE
              judged record;
              {string.Join(" ", columns.Select(at => $"judged_{at} {TypeOf(context.Fields[at])};"))}
            BEGIN
              FOR judged IN SELECT * FROM {Staged(texts)} ORDER BY n LOOP
                BEGIN
                  {string.Join(" ", columns.Select(at => $"judged_{at} := judged.c{at};"))}
                  {WriteOne(operation, columns)};
                  {(operation == RowOperations.Update ? $"IF NOT FOUND THEN INSERT INTO {Staged(refused)} VALUES (judged.n, 'P0002', ''); END IF;" : "")}
                EXCEPTION
                  WHEN data_exception OR integrity_constraint_violation OR with_check_option_violation OR program_limit_exceeded OR raise_exception
                    OR insufficient_privilege THEN
                    INSERT INTO {Staged(refused)} VALUES (judged.n, SQLSTATE, SQLERRM);
                END;
              END LOOP;
            END
            """;
        return $"DO '{body.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    public static string StageTexts(string texts, string refused, IReadOnlyList<int> columns) => $"""
        CREATE TEMPORARY TABLE {texts} (n integer, {string.Join(", ", columns.Select(at => $"c{at} text"))}) ON COMMIT DROP;
        CREATE TEMPORARY TABLE {refused} (n integer, state text, message text) ON COMMIT DROP
        """;

    public static string Refused(string refused) => $"SELECT n, state, message FROM {Staged(refused)} ORDER BY n";

    private string WriteOne(RowOperations operation, IReadOnlyList<int> columns)
    {
        var match = string.Join(" AND ", context.Keys.Select(at => $"t.{_names[at]} = judged_{at}"));
        return operation switch
        {
            RowOperations.Update when context.Others.Count == 0 => $"PERFORM FROM {_table} AS t WHERE {match}",
            RowOperations.Update => $"UPDATE {_table} AS t SET {Assignments(at => $"judged_{at}")} WHERE {match}",
            RowOperations.Delete => $"DELETE FROM {_table} AS t WHERE {match}",
            _ => $"INSERT INTO {_table} AS t ({Names(columns)}) VALUES ({string.Join(", ", columns.Select(at => $"judged_{at}"))}){OnConflict(operation)}",
        };
    }

    private string OnConflict(RowOperations operation) => operation switch
    {
        RowOperations.Append => "",
        RowOperations.Upsert when context.Others.Count > 0 =>
            $" ON CONFLICT ({Names(context.Keys)}) DO UPDATE SET {Assignments(at => $"excluded.{_names[at]}")} WHERE {Differs(at => $"excluded.{_names[at]}")}",
        _ => $" ON CONFLICT ({Names(context.Keys)}) DO NOTHING",
    };

    private string KeysMatch => string.Join(" AND ", context.Keys.Select(at => $"t.{_names[at]} = s.c{at}"));

    private string Assignments(Func<int, string> value) => string.Join(", ", context.Others.Select(at => $"{_names[at]} = {value(at)}"));

    /// <summary>
    /// Rows that are the same already are not written again. *&lt;&gt; compares the bytes: to = two values may be the same that are not identical, and to some types it is unknown.
    /// </summary>
    private string Differs(Func<int, string> value) =>
        $"ROW({string.Join(", ", context.Others.Select(at => $"t.{_names[at]}"))})::record *<> ROW({string.Join(", ", context.Others.Select(value))})::record";

    private string Names(IReadOnlyList<int> columns) => string.Join(", ", columns.Select(at => _names[at]));

    private static string Staged(string stage) => $"pg_temp.{stage}";

    private static string TypeOf(DestinationField field) => field.NativeType.StartsWith("enum ", StringComparison.Ordinal) ? field.NativeType["enum ".Length..] : field.NativeType;

    private static string Quote(string name) => SqlDialect.PostgreSql.Quote(name);
}
