using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Bench.Accuracy;

internal enum PortedType
{
    Integer,
    Number,
    Text,
    Date,
    Timestamp,
}

internal sealed record PortedColumn(string Name, PortedType Type, int Longest);

internal sealed record PortedKey(string Column, string Table, string ReferencedColumn);

/// <param name="Rows">Values as null, long, double or text; times as text that every database reads.</param>
internal sealed record PortedTable(string Name, IReadOnlyList<PortedColumn> Columns, IReadOnlyList<string> PrimaryKey, IReadOnlyList<PortedKey> ForeignKeys, IReadOnlyList<object?[]> Rows);

/// <summary>
/// The tables of a SQLite file with types that other databases hold to, those of their values; keys only where the rows keep them. Tables that others refer to come first.
/// </summary>
internal static class PortedTables
{
    public const int MostRows = 20_000;

    /// <returns>Null for a file of more rows than are worth moving.</returns>
    public static IReadOnlyList<PortedTable>? Read(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        string[] names = [.. Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").Select(row => (string)row[0]!)];
        var tables = names.Select(name => Read(connection, name)).ToList();
        return tables.Sum(table => table.Rows.Count) > MostRows ? null : Sorted([.. tables.Select(table => table with { ForeignKeys = [.. table.ForeignKeys.Where(key => Holds(key, table, tables))] })]);
    }

    private static PortedTable Read(SqliteConnection connection, string table)
    {
        var described = Query(connection, $"SELECT name, type, pk FROM pragma_table_info({Literal(table)}) ORDER BY cid").ToList();
        var list = string.Join(", ", described.Select(column => $"\"{column[0]}\"").Select(name => $"CASE typeof({name}) WHEN 'text' THEN CAST({name} AS BLOB) ELSE {name} END"));
        var rows = Query(connection, $"SELECT {list} FROM \"{table}\"").ToList();
        var columns = new List<PortedColumn>();
        for (var at = 0; at < described.Count; at++)
        {
            var values = rows.Select(row => row[at]).OfType<object>().ToList();
            var type = TypeOf((string)described[at][1]!, values);
            columns.Add(new PortedColumn((string)described[at][0]!, type, type == PortedType.Text ? values.Select(value => Text(value).Length).DefaultIfEmpty(0).Max() : 0));
            foreach (var row in rows)
            {
                row[at] = Value(row[at], type);
            }
        }

        string[] key = [.. described.Where(column => (long)column[2]! > 0).OrderBy(column => (long)column[2]!).Select(column => (string)column[0]!)];
        var foreign = Query(connection, $"SELECT id, \"from\", \"table\", \"to\" FROM pragma_foreign_key_list({Literal(table)})").GroupBy(row => (long)row[0]!).Where(group => group.Count() == 1)
            .Select(group => group.Single()).Where(row => row[3] is not null).Select(row => new PortedKey((string)row[1]!, (string)row[2]!, (string)row[3]!));
        return new PortedTable(table, columns, IsKey(columns, key, rows) ? key : [], [.. foreign.DistinctBy(reference => reference.Column.ToLowerInvariant())], rows);
    }

    private static PortedType TypeOf(string declared, List<object> values)
    {
        if (values.Count == 0)
        {
            return declared.Contains("INT", StringComparison.OrdinalIgnoreCase) ? PortedType.Integer : PortedType.Text;
        }

        if (values.TrueForAll(value => value is long))
        {
            return PortedType.Integer;
        }

        if (values.TrueForAll(value => value is long or double))
        {
            return PortedType.Number;
        }

        var isTime = declared.Contains("DATE", StringComparison.OrdinalIgnoreCase) || declared.Contains("TIME", StringComparison.OrdinalIgnoreCase);
        return isTime && values.TrueForAll(value => IsTime(Text(value), "yyyy-MM-dd")) ? PortedType.Date
            : isTime && values.TrueForAll(value => IsTime(Text(value), "yyyy-MM-dd HH:mm:ss")) ? PortedType.Timestamp
            : PortedType.Text;
    }

    private static bool IsTime(string text, string format) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Year >= 1000;

    private static object? Value(object? value, PortedType type) => value is null || type is PortedType.Integer ? value
        : type is PortedType.Number ? Convert.ToDouble(value, CultureInfo.InvariantCulture)
        : Text(value);

    /// <summary>Text in some files is not valid UTF-8.</summary>
    private static string Text(object value) =>
        (value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!).Replace("\0", "", StringComparison.Ordinal);

    private static bool IsKey(List<PortedColumn> columns, string[] key, List<object?[]> rows)
    {
        int[] places = [.. key.Select(name => columns.FindIndex(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))];
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return key.Length > 0 && rows.TrueForAll(row => Array.TrueForAll(places, place => row[place] is not null) && seen.Add(string.Join('\u0001', places.Select(place => row[place]))));
    }

    /// <summary>Whether every value is there in the other table, whose only key is that column, of the same type.</summary>
    private static bool Holds(PortedKey key, PortedTable table, List<PortedTable> tables)
    {
        var other = tables.Find(candidate => candidate.Name.Equals(key.Table, StringComparison.OrdinalIgnoreCase));
        if (other is null || other == table || other.PrimaryKey is not [var only] || !only.Equals(key.ReferencedColumn, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var (from, to) = (Place(table, key.Column), Place(other, key.ReferencedColumn));
        var known = other.Rows.Select(row => row[to]).ToHashSet();
        return table.Columns[from].Type == other.Columns[to].Type && table.Rows.All(row => row[from] is null || known.Contains(row[from]));
    }

    private static int Place(PortedTable table, string column) => table.Columns.ToList().FindIndex(candidate => candidate.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    /// <summary>Keys that would close a circle are left out.</summary>
    private static List<PortedTable> Sorted(List<PortedTable> tables)
    {
        var sorted = new List<PortedTable>();
        while (sorted.Count < tables.Count)
        {
            var left = tables.Where(table => !sorted.Exists(done => done.Name == table.Name)).ToList();
            var next = left.Find(table => table.ForeignKeys.All(IsThere)) ?? left[0];
            sorted.Add(next with { ForeignKeys = [.. next.ForeignKeys.Where(IsThere)] });
        }

        return sorted;

        bool IsThere(PortedKey key) => sorted.Exists(done => done.Name.Equals(key.Table, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<object?[]> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are the file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return [.. Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? null : reader.GetValue(at))];
        }
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
