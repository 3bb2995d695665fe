using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Whether the mapped fields, taken together, make a row that the destination can take.</summary>
internal static class TargetCheck
{
    private const RowOperations Adding = RowOperations.Insert | RowOperations.Upsert | RowOperations.Append;

    public static void Check(MappingRequest request, Mistakes mistakes)
    {
        CheckTwice(request, mistakes);
        CheckRequired(request, mistakes);
        CheckKey(request, mistakes);
    }

    private static void CheckTwice(MappingRequest request, Mistakes mistakes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var conflicts = NestedValues.Conflicts([.. request.Mappings.Select(mapping => mapping.To)]).ToHashSet();
        for (var i = 0; i < request.Mappings.Count; i++)
        {
            var name = request.Mappings[i].To;
            if (!seen.Add(name))
                mistakes.Add($"$.mappings[{i}].to", $"The field '{name}' is mapped twice.");
            else if (conflicts.Contains(i) && !AreColumns(request, name))
                mistakes.Add($"$.mappings[{i}].to", $"The field '{name}' is a part of another that is mapped too, or holds it.");
        }
    }

    /// <summary>Whether it and those that look like parts of it are columns of a table, whose names may hold dots.</summary>
    private static bool AreColumns(MappingRequest request, string name) => request.Mappings
        .Where(other => other.To.StartsWith(name, StringComparison.Ordinal) || name.StartsWith(other.To, StringComparison.Ordinal))
        .All(other => request.Stream.Field(other.To) is { } field && field.Kind != ColumnKind.Json && !TargetPath.IsArray(field.Name));

    private static void CheckRequired(MappingRequest request, Mistakes mistakes)
    {
        if ((request.Operations & Adding) == 0)
            return;
        var mapped = request.Mappings.Select(mapping => mapping.To).ToHashSet(StringComparer.Ordinal);
        foreach (var missing in request.Stream.Fields.Where(field => field is { IsRequired: true, IsReadOnly: false } && !mapped.Contains(field.Name)))
            mistakes.Add("$.mappings", $"The field '{missing.Name}' of {request.Stream.Name} is required and not mapped.");
    }

    private static void CheckKey(MappingRequest request, Mistakes mistakes)
    {
        var parts = request.Key.Select(name => (Name: name, At: request.Mappings.ToList().FindIndex(mapping => mapping.To == name))).ToList();
        foreach (var (name, at) in parts)
        {
            if (at < 0)
                mistakes.Add("$.mappings", $"The field '{name}' is part of the key and not mapped.");
            else if (request.Mappings[at].Kind == MappingKind.Template)
                mistakes.Add($"$.mappings[{at}].template", $"The field '{name}' is part of the key: it comes from a column, not from a template.");
        }

        if (parts.Count > 0 && parts.TrueForAll(part => part.At >= 0 && request.Mappings[part.At].Kind == MappingKind.Constant))
            mistakes.Add("$.mappings", "The key is made of constants alone: all rows would be one.");
    }
}
