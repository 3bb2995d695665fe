using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Which kinds can become which, and by what. The table in docs/syncs-mapping.md is held to this by a test.</summary>
internal static class Conversions
{
    /// <summary>Whether any value of one kind can become one of the other. Text and JSON may hold anything; anything can be printed.</summary>
    public static bool Exists(ColumnKind from, ColumnKind to) => from == to || IsOpen(from) || IsOpen(to) || (IsNumber(from) && IsNumber(to)) || (from, to) switch
    {
        (ColumnKind.Date, ColumnKind.Timestamp or ColumnKind.TimestampTz) => true,
        (ColumnKind.Timestamp or ColumnKind.TimestampTz, ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz) => true,
        (ColumnKind.Uuid, ColumnKind.Binary) or (ColumnKind.Binary, ColumnKind.Uuid) => true,
        _ => false,
    };

    /// <param name="path">Where in the source's JSON the value is; empty for the value itself.</param>
    public static ValueConverter Create(ColumnKind source, JsonPath path, DestinationField field, WallClock clock)
    {
        var readsJson = !path.IsEmpty || (source == ColumnKind.Json && field.Kind is not (ColumnKind.Json or ColumnKind.Text or ColumnKind.Other));
        if (TargetPath.IsArray(field.Name))
            return path.IsEmpty ? Array(source, field, clock) : new FromJson(path, field with { Kind = ColumnKind.Json }, Array(ColumnKind.Json, field, clock));
        var kind = !readsJson ? source : field.Kind == ColumnKind.Json ? ColumnKind.Json : ColumnKind.Text;
        var converter = Checked(kind, field, clock);
        return readsJson ? new FromJson(path, field, converter) : converter;
    }

    private static ToArray Array(ColumnKind source, DestinationField field, WallClock clock) =>
        new(field, source, Checked(source == ColumnKind.Json && field.Kind != ColumnKind.Json ? ColumnKind.Text : source, field, clock), clock);

    private static ValueConverter Checked(ColumnKind source, DestinationField field, WallClock clock) =>
        field.AllowedValues is { } allowed
            ? new AllowedOnly(field, allowed, Plain(source, field, clock), Plain(ColumnKind.Text, field, clock))
            : Plain(source, field, clock);

    private static ValueConverter Plain(ColumnKind source, DestinationField field, WallClock clock) => field.Kind switch
    {
        ColumnKind.Integer => new ToInteger(field),
        ColumnKind.Decimal => new ToDecimal(field),
        ColumnKind.Float => new ToFloat(field),
        ColumnKind.Boolean => new ToBoolean(field),
        ColumnKind.Date => new ToDate(field, clock),
        ColumnKind.Time => new ToTime(field),
        ColumnKind.Timestamp => new ToTimestamp(field, clock),
        ColumnKind.TimestampTz => new ToInstant(field, clock),
        ColumnKind.Uuid => new ToUuid(field),
        ColumnKind.Json => new ToJson(field, source, clock),
        ColumnKind.Binary => new ToBinary(field),
        ColumnKind.Text or ColumnKind.Other => new ToText(field, clock),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    private static bool IsOpen(ColumnKind kind) => kind is ColumnKind.Text or ColumnKind.Json or ColumnKind.Other;

    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float or ColumnKind.Boolean;
}
