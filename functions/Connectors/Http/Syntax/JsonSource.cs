using System.Globalization;
using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Http.Syntax;

/// <summary>Reads an object that a person wrote. Every mistake is noted with its path, and reading goes on.</summary>
internal sealed class JsonSource
{
    private readonly JsonElement _json;
    private readonly List<FieldError> _errors;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private JsonSource(JsonElement json, string path, List<FieldError> errors) => (_json, Path, _errors) = (json, path, errors);

    public string Path { get; }

    public JsonElement Json => _json;

    /// <param name="path"><c>$</c>, or empty where mistakes are told by the names of members.</param>
    public static JsonSource? Of(JsonElement json, string path, List<FieldError> errors)
    {
        if (json.ValueKind == JsonValueKind.Object)
            return new JsonSource(json, path, errors);
        errors.Add(new FieldError(path, "This must be an object."));
        return null;
    }

    /// <summary>An object found otherwise, told of by that name.</summary>
    public JsonSource At(string name, JsonElement json) => new(json, PathOf(name), _errors);

    public string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    public void Error(string name, string message) => _errors.Add(new FieldError(name.Length == 0 ? Path : PathOf(name), message));

    public bool Has(string name) => Find(name) is not null;

    /// <summary>What the member is, whatever that is; null where it is not there.</summary>
    public JsonElement? Find(string name)
    {
        _known.Add(name);
        return _json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public string? Text(string name, bool isRequired = false, int maxLength = 2_000)
    {
        if (Require(name, isRequired) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && (text.Length > 0 || !isRequired) && text.Length <= maxLength)
            return text;
        Error(name, $"This must be a text of {(isRequired ? 1 : 0)} to {maxLength:N0} characters.");
        return null;
    }

    public int? Integer(string name, int min, int max)
    {
        if (Find(name) is not { } value)
            return null;
        // Forms send numbers as text at times.
        if (int.TryParse(TextOf(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Error(name, $"This must be a whole number from {min:N0} to {max:N0}.");
        return null;
    }

    public decimal? Number(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number))
            return number;
        Error(name, "This must be a number.");
        return null;
    }

    public bool Flag(string name, bool otherwise = false)
    {
        if (Find(name) is not { } value)
            return otherwise;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Error(name, "This must be true or false.");
        return otherwise;
    }

    public T? OneOf<T>(string name, IReadOnlyDictionary<string, T> choices, bool isRequired = false)
        where T : struct
    {
        if (Text(name, isRequired) is not { } text)
            return null;
        if (choices.TryGetValue(text, out var choice))
            return choice;
        Error(name, $"This must be one of {string.Join(", ", choices.Keys)}.");
        return null;
    }

    public JsonSource? Object(string name, bool isRequired = false) => Require(name, isRequired) is { } value ? Of(value, PathOf(name), _errors) : null;

    /// <summary>The objects of a list, or the one object that stands in its place.</summary>
    public IReadOnlyList<JsonSource> Objects(string name, int max, bool isRequired = false)
    {
        if (Require(name, isRequired) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            return Of(value, PathOf(name), _errors) is { } one ? [one] : [];
        if (value.GetArrayLength() > max)
            Error(name, $"This has at most {max:N0} items.");
        return [.. value.EnumerateArray().Take(max).Select((item, at) => Of(item, $"{PathOf(name)}[{at}]", _errors)).OfType<JsonSource>()];
    }

    /// <summary>A list of texts, or the one text that stands in its place.</summary>
    public IReadOnlyList<string> Texts(string name, int max = 200)
    {
        if (Find(name) is not { } value)
            return [];
        var texts = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(TextOf)] : new[] { TextOf(value) };
        if (texts.Length <= max && Array.TrueForAll(texts, text => text is not null))
            return texts!;
        Error(name, $"This must be a text or a list of at most {max:N0} texts.");
        return [];
    }

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : JsonPointer.TextOf(value);

    public JsonPointer? Pointer(string name, bool isRequired = false)
    {
        if (Require(name, isRequired) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && JsonPointer.TryParse(value.GetString()!, out var pointer))
            return pointer;
        Error(name, "This must be a JSON pointer, as /a/0/b.");
        return null;
    }

    public IReadOnlyList<JsonPointer> Pointers(string name)
    {
        var pointers = new List<JsonPointer>();
        foreach (var text in Texts(name, 20))
        {
            if (JsonPointer.TryParse(text, out var pointer))
                pointers.Add(pointer);
            else
                Error(name, $"'{text}' is no JSON pointer, as /a/0/b.");
        }
        return pointers;
    }

    public LiquidTemplate? Template(string name, TemplateNames names, bool isRequired = false) =>
        Text(name, isRequired, LiquidTemplate.MaxLength) is { } text ? TemplateOf(text, PathOf(name), names) : null;

    /// <summary>Names and their templates.</summary>
    public IReadOnlyDictionary<string, LiquidTemplate> Templates(string name, TemplateNames names)
    {
        var templates = new Dictionary<string, LiquidTemplate>();
        if (Object(name) is { } written)
            foreach (var member in written.Json.EnumerateObject().Select(member => member.Name))
                if (written.Template(member, names) is { } template)
                    templates[member] = template;
        return templates;
    }

    /// <summary>Header names and their templates.</summary>
    public IReadOnlyList<KeyValuePair<string, LiquidTemplate>> Headers(string name, TemplateNames names)
    {
        if (Object(name) is not { } headers)
            return [];
        var read = new List<KeyValuePair<string, LiquidTemplate>>();
        foreach (var header in headers.Json.EnumerateObject().Select(member => member.Name))
        {
            if (!HeaderNames.IsAllowed(header))
                headers.Error(header, "This header cannot be set.");
            else if (headers.Template(header, names) is { } template)
                read.Add(KeyValuePair.Create(header, template));
        }
        return read;
    }

    public LiquidTemplate? TemplateOf(string text, string path, TemplateNames names)
    {
        if (!LiquidTemplate.TryParse(text, out var template, out var error))
        {
            _errors.Add(new FieldError(path, error));
            return null;
        }
        _errors.AddRange(names.Problems(template).Select(problem => new FieldError(path, problem)));
        return template;
    }

    /// <summary>To be called when all is read: what is left is unknown.</summary>
    public void Done()
    {
        foreach (var member in _json.EnumerateObject().Where(member => !_known.Contains(member.Name)))
            Error(member.Name, "There is no such property here.");
    }

    private JsonElement? Require(string name, bool isRequired)
    {
        var value = Find(name);
        if (value is null && isRequired)
            Error(name, "This is missing.");
        return value;
    }
}
