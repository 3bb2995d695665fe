using System.Globalization;
using System.Text.Json;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>A table as a stream of a destination.</summary>
/// <param name="Schema">Null where the database has none.</param>
/// <param name="UniqueKeys">All that make rows unique, those included that a stream cannot be matched by: on expressions, on some rows only.</param>
internal sealed record DestinationTable(string? Schema, string Name, DestinationStream Stream, int UniqueKeys)
{
    private const RowOperations ByKey = RowOperations.Insert | RowOperations.Update | RowOperations.Upsert | RowOperations.Append | RowOperations.Delete;

    /// <param name="fields">As <see cref="TableQueries.Fields"/> answers.</param>
    /// <param name="keys">As <see cref="TableQueries.Keys"/> answers.</param>
    /// <param name="describe">Adds the kind and the limits of the field's native type.</param>
    public static List<DestinationTable> From(IReadOnlyList<object?[]> fields, IReadOnlyList<object?[]> keys, Func<DestinationField, DestinationField> describe)
    {
        var keysOf = keys.ToLookup(row => (Text(row[0]), Text(row[1])!));
        return [.. fields.GroupBy(row => (Schema: Text(row[0]), Name: Text(row[1])!)).Select(table =>
        {
            var unique = keysOf[table.Key].GroupBy(row => Text(row[2])).ToList();
            string[][] matching = [.. unique.Where(key => key.All(row => row[3] is not null && IsTrue(row[4]))).Select(key => key.Select(row => Text(row[3])!).ToArray())];
            var (schema, name) = table.Key;
            return new DestinationTable(
                schema,
                name,
                new DestinationStream(
                    schema is null ? name : $"{schema}.{name}",
                    [.. table.Select(row => describe(Field(row)))],
                    [.. matching.DistinctBy(key => string.Join('\0', key.Order(StringComparer.Ordinal)))],
                    matching.Length > 0 ? ByKey : RowOperations.Append),
                unique.Count);
        })];
    }

    private static DestinationField Field(object?[] row) => new(Text(row[2])!, ColumnKind.Other, Text(row[3]) ?? "", IsRequired: IsTrue(row[4]))
    {
        IsReadOnly = IsTrue(row[5]),
        Description = Text(row[6]) is { Length: > 0 } comment ? comment : null,
        AllowedValues = Text(row[7]) is { Length: > 0 } values ? JsonSerializer.Deserialize<string[]>(values) : null,
    };

    private static string? Text(object? value) => value is null or DBNull ? null : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static bool IsTrue(object? value) => value is not (null or DBNull) && Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0;
}
