using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>
/// Mappings in the words of this API: columns as they are stand in <c>field_mapping</c>, everything else in <c>config.mappings</c>; together they are the mapping.
/// </summary>
internal static class SmithMappings
{
    /// <param name="before">What was mapped before. A list that is not given stays, but for fields that the other one maps now.</param>
    /// <returns>Null when the request says nothing of a mapping.</returns>
    public static Result<IReadOnlyList<FieldMapping>?> Read(
        IReadOnlyList<SmithFieldMapping>? columns, IReadOnlyList<SmithMapping>? others, IReadOnlyList<FieldMapping> before)
    {
        if (columns is null && others is null)
            return Result.Of<IReadOnlyList<FieldMapping>?>(null);
        var wrong = new List<FieldError>();
        var given = new List<FieldMapping>();
        foreach (var column in columns ?? [])
            given.Add(FieldMapping.Column(column.SourceColumn, column.DestinationField));
        for (var at = 0; at < others?.Count; at++)
            given.Add(Read(others[at], $"$.config.mappings[{at}]", wrong));
        if (given.CountBy(mapping => mapping.To).FirstOrDefault(field => field.Value > 1) is { Key: { } twice })
            wrong.Add(new FieldError("$.field_mapping", $"The field '{twice}' is mapped more than once."));
        if (wrong.Count > 0)
            return RequestErrors.BrokenRules(wrong);
        var fields = given.Select(mapping => mapping.To).ToHashSet(StringComparer.Ordinal);
        var kept = before.Where(mapping => (IsPlain(mapping) ? columns : (object?)others) is null && !fields.Contains(mapping.To));
        // Columns stand first, as they are shown: places in refusals are counted so.
        return Result.Of<IReadOnlyList<FieldMapping>?>([.. given.Concat(kept).OrderBy(mapping => !IsPlain(mapping))]);
    }

    public static IReadOnlyList<SmithFieldMapping> ShowColumns(IReadOnlyList<FieldMapping> mappings) =>
        [.. mappings.Where(IsPlain).Select(mapping => new SmithFieldMapping(mapping.From ?? "", mapping.To))];

    public static IReadOnlyList<SmithMapping>? ShowOthers(IReadOnlyList<FieldMapping> mappings)
    {
        SmithMapping[] others = [.. mappings.Where(mapping => !IsPlain(mapping)).Select(Show)];
        return others.Length > 0 ? others : null;
    }

    /// <summary>A place in the whole mapping, as the place in the list of this API that it stands in.</summary>
    public static (string From, string To)[] Places(IReadOnlyList<FieldMapping> mappings)
    {
        var columns = mappings.Count(IsPlain);
        return
        [
            .. mappings.SelectMany((mapping, at) =>
            {
                var place = at < columns ? $"$.field_mapping[{at}]" : $"$.config.mappings[{at - columns}]";
                return new[] { ($"$.mappings[{at}].to", $"{place}.destination_field"), ($"$.mappings[{at}].from", $"{place}.source_column"), ($"$.mappings[{at}]", place) };
            }),
            ("$.mappings", "$.field_mapping"),
        ];
    }

    private static bool IsPlain(FieldMapping mapping) => mapping is { Kind: MappingKind.Column, OnNull: NullHandling.Send };

    private static SmithMapping Show(FieldMapping mapping) => new(mapping.To)
    {
        Type = mapping.Kind,
        SourceColumn = mapping.From,
        Value = mapping.Value,
        Template = mapping.Template,
        OnNull = mapping.OnNull == NullHandling.Send ? null : mapping.OnNull,
        Default = mapping.Default,
    };

    private static FieldMapping Read(SmithMapping mapping, string place, List<FieldError> wrong)
    {
        MappingKind[] said =
        [
            .. mapping.SourceColumn is null ? Array.Empty<MappingKind>() : [MappingKind.Column],
            .. mapping.Value is null ? Array.Empty<MappingKind>() : [MappingKind.Constant],
            .. mapping.Template is null ? Array.Empty<MappingKind>() : [MappingKind.Template],
        ];
        var kind = mapping.Type ?? (said.Length > 0 ? said[0] : MappingKind.Constant);
        if (said.Length > 1 || (said.Length == 1 && said[0] != kind) || (said.Length == 0 && mapping.Type is not MappingKind.Constant))
            wrong.Add(new FieldError(place, "Give one of source_column, value and template; with type: constant and no value, the field is always null."));
        if (mapping is { OnNull: NullHandling.UseDefault, Default: null })
            wrong.Add(new FieldError($"{place}.default", "Is required when on_null is use_default."));
        return new FieldMapping(mapping.DestinationField, kind)
        {
            From = mapping.SourceColumn,
            Value = mapping.Value?.DeepClone(),
            Template = mapping.Template,
            OnNull = mapping.OnNull ?? NullHandling.Send,
            Default = mapping.Default?.DeepClone(),
        };
    }
}
