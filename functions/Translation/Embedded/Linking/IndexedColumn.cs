using FunctionsPlatform.Connectors;
using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>A column, the words of its name and what its name and type tell about its values.</summary>
internal sealed class IndexedColumn
{
    private static readonly HashSet<string> DateWords = new(StringComparer.Ordinal) { "date", "time", "day", "year", "month", "created",
        "updated", "timestamp", "at", "since", "from", "until" };

    public IndexedColumn(IndexedTable table, SchemaColumn column, IReadOnlyList<string> aliases)
    {
        Table = table;
        Definition = column;
        Words = IdentifierWords.Of(column.Name);
        Aliases = [.. aliases.Select(AliasWords.Of)];
        IsPrimaryKey = table.Definition.PrimaryKey is [var only] && Same(only, column.Name);
        IsForeignKey = table.Definition.ForeignKeys.Any(key => key.Columns.Any(name => Same(name, column.Name)));
        IsIdentifier = IsPrimaryKey || IsForeignKey || Words[^1] is "id" or "key" or "uuid";
    }

    /// <summary>A metric in the place of a column: it is no part of its table's columns, and computed where it is used.</summary>
    public IndexedColumn(IndexedTable table, IndexedMetric metric)
    {
        Table = table;
        Definition = new SchemaColumn(metric.Name, "", ColumnKind.Decimal, IsNullable: true);
        Words = AliasWords.Of(metric.Name);
        Aliases = [.. metric.Synonyms.Select(AliasWords.Of)];
        Metric = metric;
    }

    public IndexedTable Table { get; }

    public SchemaColumn Definition { get; }

    public string Name => Definition.Name;

    public IReadOnlyList<string> Words { get; }

    /// <summary>The words of its other names.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Aliases { get; }

    /// <summary>What is computed, when this is no column of the database.</summary>
    public IndexedMetric? Metric { get; }

    public bool IsPrimaryKey { get; }

    public bool IsForeignKey { get; }

    /// <summary>Names a row rather than measuring something.</summary>
    public bool IsIdentifier { get; }

    public bool IsNumeric => Definition.Kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;

    public bool IsMeasure => IsNumeric && !IsIdentifier;

    public bool IsText => Definition.Kind is ColumnKind.Text or ColumnKind.Other or ColumnKind.Json;

    public bool IsBoolean => Definition.Kind is ColumnKind.Boolean;

    public bool IsTemporalType => Definition.Kind is ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz;

    /// <summary>Holds dates, by its type or by its name.</summary>
    public bool IsTemporal => IsTemporalType || (!IsNumeric && !IsBoolean && Words.Any(DateWords.Contains) && !IsIdentifier);

    /// <summary>Holds years as numbers.</summary>
    public bool IsYear => !IsTemporalType && Metric is null && Words.Contains("year");

    public override string ToString() => $"{Table.Name}.{Name}";

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
