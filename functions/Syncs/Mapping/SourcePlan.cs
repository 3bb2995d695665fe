using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Chooses where fields get their values, and notes what cannot be.</summary>
internal sealed class SourcePlan(MappingRequest request, SourceColumns source, Mistakes mistakes)
{
    private readonly WallClock _clock = new(request.Zone);

    /// <summary>Null where there is a mistake.</summary>
    public FieldSource? Choose(FieldMapping mapping, DestinationField field, string place)
    {
        var whenNull = WhenNull(mapping, field, place);
        return mapping.Kind switch
        {
            MappingKind.Column => Column(mapping.From ?? "", field, whenNull, $"{place}.from"),
            MappingKind.Constant => Constant(mapping, field, whenNull, $"{place}.value"),
            MappingKind.Template => Template(mapping.Template ?? "", field, whenNull, $"{place}.template"),
            _ => throw new ArgumentOutOfRangeException(nameof(mapping)),
        };
    }

    private FromColumn? Column(string from, DestinationField field, object? whenNull, string place)
    {
        if (source.Find(from) is not var (column, path))
        {
            mistakes.Add(place, $"The model has no column '{from}'.");
            return null;
        }

        var kind = source.All[column].Kind;
        if (!path.IsEmpty && kind is not (ColumnKind.Json or ColumnKind.Text))
            mistakes.Add(place, $"The column '{source.All[column].Name}' is {kind}, not JSON that a path could lead into.");
        else if (!TargetPath.IsArray(field.Name) && path.IsEmpty && !Conversions.Exists(kind, field.Kind))
            mistakes.Add(place, $"The column '{from}' is {kind}, which never becomes {field.Kind} as the field '{field.Name}' takes it.");
        else
            return new FromColumn(column, Conversions.Create(kind, path, field, _clock), whenNull);
        return null;
    }

    private FromConstant? Constant(FieldMapping mapping, DestinationField field, object? whenNull, string place)
    {
        var value = Constants.Convert(mapping.Value, field, _clock) ?? whenNull;
        if (value is not MappingFailure failure)
            return new FromConstant(value);
        mistakes.Add(place, failure.Message);
        return null;
    }

    private FromTemplate? Template(string text, DestinationField field, object? whenNull, string place)
    {
        var (template, mistake) = RowTemplate.Parse(text);
        if (template is null)
        {
            mistakes.Add(place, mistake!);
            return null;
        }

        foreach (var unknown in template.RequiredColumns.Where(name => !source.Positions.ContainsKey(name)))
            mistakes.Add(place, $"The model has no column '{unknown}'.");
        return new FromTemplate(field.Name, template, source, request, Conversions.Create(ColumnKind.Text, JsonPath.Empty, field, _clock), whenNull);
    }

    /// <summary>What is sent where the source has nothing: null, a default, or a failure.</summary>
    private object? WhenNull(FieldMapping mapping, DestinationField field, string place)
    {
        if (mapping.OnNull != NullHandling.UseDefault)
            return mapping.OnNull == NullHandling.Reject || field.IsRequired || request.Key.Contains(field.Name) ? Failures.Required(field) : null;
        var value = Constants.Convert(mapping.Default, field, _clock);
        if (value is null)
            mistakes.Add($"{place}.default", "The value that stands for null is missing.");
        else if (value is MappingFailure failure)
            mistakes.Add($"{place}.default", failure.Message);
        return value;
    }
}
