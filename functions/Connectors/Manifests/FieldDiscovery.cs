using System.Globalization;
using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Rows;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>How the API tells of a stream's fields.</summary>
/// <param name="Request">Null where the stream's own item holds them.</param>
internal sealed record FieldDiscovery(RequestPlan? Request, JsonPointer Items, JsonPointer Name)
{
    /// <summary>Before each name: <c>merge_fields.</c></summary>
    public string Prefix { get; init; } = "";

    public JsonPointer? NativeType { get; init; }

    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = new Dictionary<string, ColumnKind>();

    public ColumnKind OtherKind { get; init; } = ColumnKind.Text;

    public JsonPointer? Description { get; init; }

    public JsonPointer? MaxLength { get; init; }

    public JsonPointer? Precision { get; init; }

    public JsonPointer? Scale { get; init; }

    /// <summary>The list of the only values.</summary>
    public JsonPointer? Values { get; init; }

    /// <summary>The value within one of that list.</summary>
    public JsonPointer Value { get; init; } = JsonPointer.Root;

    public IReadOnlyList<ItemCondition> ValuesWhen { get; init; } = [];

    public IReadOnlyList<ItemCondition> SkipWhen { get; init; } = [];

    public IReadOnlyList<ItemCondition> RequiredWhen { get; init; } = [];

    public IReadOnlyList<ItemCondition> ReadOnlyWhen { get; init; } = [];

    public IReadOnlyList<ItemCondition> KeyWhen { get; init; } = [];

    /// <summary>Whether a field's place among the items matters: then those without a name of their own have one too, and cannot be written.</summary>
    public bool IsPositional { get; init; }

    public IEnumerable<(DestinationField Field, bool IsKey)> Read(JsonElement answer)
    {
        if (Items.Find(answer) is not { ValueKind: JsonValueKind.Array } items)
            yield break;
        var (names, position) = (new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var item in items.EnumerateArray())
        {
            position++;
            if (Name.FindText(item) is { } name && !Holds(SkipWhen, item) && names.Add(name))
                yield return (Field(Prefix + name, item), Holds(KeyWhen, item));
            else if (IsPositional)
                yield return (new DestinationField($"({position})", OtherKind, "") { IsReadOnly = true }, false);
        }
    }

    private DestinationField Field(string name, JsonElement item)
    {
        var type = NativeType?.FindText(item) ?? "";
        return new DestinationField(name, Kinds.GetValueOrDefault(type, OtherKind), type, Holds(RequiredWhen, item))
        {
            IsReadOnly = Holds(ReadOnlyWhen, item),
            Description = Description?.FindText(item),
            MaxLength = Positive(MaxLength, item),
            Precision = Positive(Precision, item),
            Scale = Precision is not null && Positive(Precision, item) is not null ? Positive(Scale, item) ?? 0 : null,
            AllowedValues = Allowed(item),
        };
    }

    private List<string>? Allowed(JsonElement item)
    {
        if (Values?.Find(item) is not { ValueKind: JsonValueKind.Array } values || (ValuesWhen.Count > 0 && !Holds(ValuesWhen, item)))
            return null;
        var allowed = values.EnumerateArray().Select(Value.FindText).OfType<string>().ToList();
        return allowed.Count == 0 ? null : allowed;
    }

    /// <summary>Some write 0 for no limit.</summary>
    private static int? Positive(JsonPointer? pointer, JsonElement item) =>
        int.TryParse(pointer?.FindText(item), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static bool Holds(IReadOnlyList<ItemCondition> conditions, JsonElement item) => conditions.Any(condition => condition.Holds(item));
}
