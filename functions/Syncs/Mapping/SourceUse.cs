namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Which columns mappings read.</summary>
internal static class SourceUse
{
    public static IReadOnlyList<string> Of(IEnumerable<FieldMapping> mappings, IReadOnlyList<string> available)
    {
        var columns = new SourceColumns([.. available.Select(name => new Connectors.ResultColumn(name, Connectors.ColumnKind.Other))]);
        var used = mappings.SelectMany(mapping => Of(mapping, columns)).ToHashSet(StringComparer.Ordinal);
        return [.. available.Where(used.Contains)];
    }

    private static IEnumerable<string> Of(FieldMapping mapping, SourceColumns columns) => mapping.Kind switch
    {
        MappingKind.Column when mapping.From is { } from && columns.Find(from) is { } found => [columns.All[found.Column].Name],
        MappingKind.Template when mapping.Template is { } text && RowTemplate.Parse(text).Template is { } template =>
            template.ReadsWholeRow ? columns.Positions.Keys : template.Columns,
        _ => [],
    };
}
