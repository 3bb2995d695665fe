using System.Data;
using System.Data.SqlTypes;
using System.Globalization;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>Rows as the driver's bulk copy takes them.</summary>
internal static class SqlServerRows
{
    /// <summary>The rows' numbers in n, and their values.</summary>
    public static DataTable Of(IReadOnlyList<DestinationField> fields, IReadOnlyList<int> columns, ArraySegment<object?[]> rows)
    {
        var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        table.Columns.Add("n", typeof(int));
        foreach (var at in columns)
            table.Columns.Add($"c{at}", TypeOf(fields[at].Kind));
        for (var number = 0; number < rows.Count; number++)
            table.Rows.Add([number, .. columns.Select(at => ValueOf(fields[at].Kind, rows[number][at]))]);
        return table;
    }

    private static Type TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => typeof(long),
        ColumnKind.Decimal => typeof(SqlDecimal),
        ColumnKind.Float => typeof(double),
        ColumnKind.Boolean => typeof(bool),
        ColumnKind.Date or ColumnKind.Timestamp => typeof(DateTime),
        ColumnKind.Time => typeof(TimeSpan),
        ColumnKind.TimestampTz => typeof(DateTimeOffset),
        ColumnKind.Uuid => typeof(Guid),
        ColumnKind.Binary => typeof(byte[]),
        _ => typeof(string),
    };

    private static object ValueOf(ColumnKind kind, object? value) => (kind, value) switch
    {
        (_, null) => DBNull.Value,
        (ColumnKind.Integer, decimal whole) => (long)whole,
        (ColumnKind.Decimal, decimal number) => new SqlDecimal(number),
        (ColumnKind.Decimal, string digits) => SqlDecimal.Parse(digits),
        (_, DateOnly date) => date.ToDateTime(TimeOnly.MinValue),
        (_, TimeOnly time) => time.ToTimeSpan(),
        _ => value,
    };
}
