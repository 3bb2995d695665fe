using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Tests.Syncs;

/// <summary>Mappings of few words.</summary>
internal static class MappedRows
{
    public static readonly DateTimeOffset Now = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static DestinationField Field(ColumnKind kind, string name = "field") => new(name, kind, kind.ToString());

    public static MappingRequest Request(IReadOnlyList<FieldMapping> mappings, IReadOnlyList<ResultColumn> source, params DestinationField[] fields) =>
        new(mappings, source, new DestinationStream("contacts", fields, [], RowOperations.Upsert), [], TimeZoneInfo.Utc, Now);

    public static MappingRequest Open(IReadOnlyList<FieldMapping> mappings, params ResultColumn[] source) =>
        new(mappings, source, new DestinationStream("contacts", [], [], RowOperations.Upsert, AcceptsOtherFields: true), [], TimeZoneInfo.Utc, Now);

    /// <summary>What a value of a column becomes in a field, or the code by which it is rejected.</summary>
    public static object? One(ColumnKind source, object? value, DestinationField field, TimeZoneInfo? zone = null)
    {
        var request = Request([FieldMapping.Column("column", field.Name)], [new ResultColumn("column", source)], field) with { Zone = zone ?? TimeZoneInfo.Utc };
        return Row(request, value)[0];
    }

    /// <summary>What a template over a row writes into a field of text, or the code by which it is rejected.</summary>
    public static object? Template(string template, params (string Name, ColumnKind Kind, object? Value)[] row) => TemplateTo(Field(ColumnKind.Text), template, row);

    public static object? TemplateTo(DestinationField field, string template, params (string Name, ColumnKind Kind, object? Value)[] row)
    {
        var mapping = new FieldMapping(field.Name, MappingKind.Template) { Template = template };
        return Row(Request([mapping], [.. row.Select(column => new ResultColumn(column.Name, column.Kind))], field), [.. row.Select(column => column.Value)])[0];
    }

    /// <summary>A mapped row; where it is rejected, the code alone.</summary>
    public static object?[] Row(MappingRequest request, params object?[] source)
    {
        var mapper = RowMapper.Create(request).Value;
        var target = new object?[mapper.Columns.Count];
        return mapper.Map(source, target) is { } failure ? [failure.Code] : target;
    }

    public static JsonObject Nested(MappingRequest request, params object?[] source)
    {
        var mapper = RowMapper.Create(request).Value;
        var target = new object?[mapper.Columns.Count];
        Assert.Null(mapper.Map(source, target));
        return NestedValues.ToJson(mapper.Columns, target);
    }

    public static IReadOnlyList<FieldError> Mistakes(MappingRequest request)
    {
        var error = RowMapper.Create(request).Error;
        Assert.Equal("mapping_invalid", error.Code);
        return error.Fields!;
    }
}
