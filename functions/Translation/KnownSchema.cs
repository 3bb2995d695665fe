using System.Globalization;
using System.Text.Json;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Translation;

/// <summary>What knowledge speaks of, found in the schema.</summary>
public static class KnownSchema
{
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK"];

    /// <param name="name"><c>orders</c> or <c>sales.orders</c>; null when no table, or more than one, goes by it.</param>
    public static SchemaTable? FindTable(this SchemaCatalog catalog, string name)
    {
        // Where the database has no schemas, whatever stands before the dot says nothing.
        var bare = name[(name.LastIndexOf('.') + 1)..];
        var found = catalog.Tables.Where(table => Same(table.Name, name) || (table.Schema is { } schema ? Same($"{schema}.{table.Name}", name) : Same(table.Name, bare))).ToList();
        return found is [var only] ? only : found.Find(table => table.Schema == catalog.DefaultSchema && Same(table.Name, name));
    }

    public static SchemaColumn? FindColumn(this SchemaTable table, string name) => table.Columns.FirstOrDefault(column => Same(column.Name, name));

    /// <summary>The values of a filter as the column holds them; null when they cannot be compared with it.</summary>
    public static IReadOnlyList<object>? ValuesFor(this MetricFilter filter, SchemaColumn column)
    {
        if (filter.TakesNothing)
            return filter.Value is null ? [] : null;
        if (filter.Value is not { } given || (given.ValueKind == JsonValueKind.Array) != filter.TakesList)
            return null;
        var values = (filter.TakesList ? given.EnumerateArray() : Enumerable.Repeat(given, 1)).Select(value => Read(value, column.Kind)).OfType<object>().ToList();
        return values.Count > 0 && (!filter.TakesList || values.Count == given.GetArrayLength()) ? values : null;
    }

    private static object? Read(JsonElement value, ColumnKind kind) => (value.ValueKind, kind) switch
    {
        (JsonValueKind.Number, ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float) => value.TryGetDecimal(out var number) ? number : null,
        (JsonValueKind.True or JsonValueKind.False, ColumnKind.Boolean) => value.GetBoolean(),
        (JsonValueKind.String, ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz) => ReadDate(value.GetString()!, kind),
        (JsonValueKind.String, not (ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float or ColumnKind.Boolean or ColumnKind.Binary)) => value.GetString(),
        _ => null,
    };

    private static object? ReadDate(string text, ColumnKind kind) =>
        !DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? null
        : kind == ColumnKind.Date || text.Length == DateFormats[0].Length ? DateOnly.FromDateTime(moment.DateTime)
        : kind == ColumnKind.Timestamp ? moment.DateTime
        : moment;

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
