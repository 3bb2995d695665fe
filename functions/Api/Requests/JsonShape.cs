using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.Requests;

/// <summary>Finds everything in a JSON document that keeps it from being read as a type. Runs only after reading it has failed.</summary>
internal sealed class JsonShape
{
    // A megabyte of unknown properties must not become an answer of many.
    private const int MostFailures = 100;

    private readonly List<FieldError> _wrong = [];
    private readonly List<FieldError> _missing = [];

    public static ApiError Check(JsonElement element, JsonTypeInfo type)
    {
        var shape = new JsonShape();
        shape.Visit(element, type, "$");
        return shape._wrong.Count == 0 && shape._missing.Count > 0
            ? RequestErrors.BrokenRules(shape._missing)
            : RequestErrors.WrongShape([.. shape._wrong, .. shape._missing]);
    }

    private void Visit(JsonElement element, JsonTypeInfo type, string path)
    {
        if (type.Kind == JsonTypeInfoKind.Object && type.Type != typeof(object))
            VisitObject(element, type, path);
        else if (type.Kind == JsonTypeInfoKind.Enumerable)
            VisitArray(element, type, path);
        else
            VisitValue(element, type, path);
    }

    private void VisitObject(JsonElement element, JsonTypeInfo type, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            _wrong.Add(new FieldError(path, $"Must be an object, not {Word(element)}."));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (IsFull)
                return;
            var at = $"{path}.{member.Name}";
            if (!seen.Add(member.Name))
                _wrong.Add(new FieldError(at, "Given more than once."));
            else if (type.Properties.FirstOrDefault(property => property.Name == member.Name) is not { } property)
                _wrong.Add(new FieldError(at, $"Unknown here; known are {string.Join(", ", type.Properties.Select(known => known.Name))}."));
            else if (member.Value.ValueKind != JsonValueKind.Null)
                Visit(member.Value, type.Options.GetTypeInfo(property.PropertyType), at);
            else if (!property.IsSetNullable)
                _wrong.Add(new FieldError(at, "Must not be null."));
        }

        foreach (var property in type.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
            _missing.Add(new FieldError($"{path}.{property.Name}", "Is required."));
    }

    private void VisitArray(JsonElement element, JsonTypeInfo type, string path)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            _wrong.Add(new FieldError(path, $"Must be an array, not {Word(element)}."));
            return;
        }

        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (IsFull)
                return;
            Visit(item, type.Options.GetTypeInfo(type.ElementType!), $"{path}[{index++}]");
        }
    }

    private bool IsFull => _wrong.Count + _missing.Count >= MostFailures;

    private void VisitValue(JsonElement element, JsonTypeInfo type, string path)
    {
        try
        {
            element.Deserialize(type);
        }
        catch (JsonException)
        {
            _wrong.Add(new FieldError(path, $"Must be {JsonTypeWords.Of(type)}, not {Word(element)}."));
        }
    }

    private static string Word(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "this text",
        JsonValueKind.Number => "this number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
