using FunctionsPlatform.Connectors;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>What a raw column becomes.</summary>
/// <param name="Type">In DuckDB's words.</param>
/// <param name="Value">Its value, null where it cannot be read.</param>
/// <param name="Given">What is there to be read, null where nothing is; itself null where everything can be read.</param>
internal sealed record ColumnPlan(string Name, ColumnKind Kind, string Type, string Value, string? Given)
{
    public string Selected => $"{Value} AS {SqlDialect.DuckDb.Quote(Name)}";

    public string Unreadable => $"{Given} IS NOT NULL AND ({Value}) IS NULL";

    /// <summary>For one who has not been told.</summary>
    public string Reason => Kind switch
    {
        ColumnKind.Integer => "Is no whole number, or one too large.",
        ColumnKind.Decimal => $"Is no number that fits {Type}.",
        ColumnKind.Float => "Is no number.",
        ColumnKind.Boolean => "Is neither true nor false.",
        ColumnKind.Date => "Is no date such as 2026-01-31.",
        ColumnKind.Time => "Is no time such as 12:30:00.",
        ColumnKind.Timestamp => "Is no time such as 2026-01-31T12:30:00.",
        ColumnKind.TimestampTz => "Is no time with a zone such as 2026-01-31T12:30:00Z.",
        ColumnKind.Uuid => "Is no UUID.",
        _ => "Cannot be read.",
    };

    /// <summary>A column of nulls, where content lacks a column that the dataset has.</summary>
    public static ColumnPlan Missing(DatasetColumn column) => new(column.Name, column.Kind, column.Type, $"CAST(NULL AS {column.Type})", null);

    /// <param name="raw">Name of the raw column.</param>
    /// <param name="format">Of dates and times, as strptime has it; null for ISO 8601.</param>
    public static ColumnPlan OfText(string name, string raw, ColumnKind kind, string type, string? format = null)
    {
        if (kind is ColumnKind.Text or ColumnKind.Other)
            return new ColumnPlan(name, ColumnKind.Text, "VARCHAR", raw, null);
        var given = $"nullif({raw}, '')";
        return new ColumnPlan(name, kind, type, format is not null ? $"CAST(try_strptime({given}, '{format.Replace("'", "''", StringComparison.Ordinal)}') AS {type})" : Read(given, kind, type), given);
    }

    /// <summary>A column whose values came as values.</summary>
    public static ColumnPlan OfValues(string name, string raw, ColumnKind kind, string type) =>
        new(name, kind, type, kind == ColumnKind.Text || kind == ColumnKind.Binary ? raw : $"try_cast({raw} AS {type})", kind is ColumnKind.Text or ColumnKind.Binary ? null : raw);

    private static string Read(string text, ColumnKind kind, string type) => kind switch
    {
        ColumnKind.Boolean => $"CASE WHEN lower({text}) IN ('true', '1') THEN true WHEN lower({text}) IN ('false', '0') THEN false END",
        ColumnKind.Json => $"CASE WHEN json_valid({text}) THEN CAST({text} AS JSON) END",
        _ => $"CASE WHEN {TextPatterns.Matches(text, TextPatterns.Of(kind, type))} THEN try_cast({text} AS {type}) END",
    };
}
