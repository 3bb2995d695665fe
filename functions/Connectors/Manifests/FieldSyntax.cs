using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>Fields, and how they are discovered, as manifests write them down.</summary>
internal static class FieldSyntax
{
    private const int MaxFields = 500;

    private static readonly Dictionary<string, ColumnKind> Kinds = Enum.GetValues<ColumnKind>().ToDictionary(kind => kind.ToString().ToLowerInvariant());

    public static IReadOnlyList<DestinationField> Fields(JsonSource parent)
    {
        var fields = new List<DestinationField>();
        foreach (var source in parent.Has("fields") ? parent.Objects("fields", MaxFields) : [])
        {
            var (name, kind) = (source.Text("name", isRequired: true, maxLength: 200), source.OneOf("kind", Kinds, isRequired: true));
            if (fields.Exists(other => other.Name == name))
                source.Error("name", $"There is a field '{name}' already.");
            var field = new DestinationField(name ?? "", kind ?? ColumnKind.Text, source.Text("native_type") ?? source.Text("kind") ?? "", source.Flag("required"))
            {
                IsReadOnly = source.Flag("read_only"),
                Description = source.Text("description", maxLength: 1_000),
                Minimum = source.Number("min"),
                Maximum = source.Number("max"),
                MaxLength = source.Integer("max_length", 1, int.MaxValue),
                Precision = source.Integer("precision", 1, 1_000),
                Scale = source.Integer("scale", 0, 1_000),
                AllowedValues = source.Has("allowed_values") ? source.Texts("allowed_values") : null,
            };
            source.Done();
            fields.Add(field);
        }
        return fields;
    }

    /// <summary>What is at a path; or, without one, in the item that the stream is for.</summary>
    public static FieldDiscovery? Discovery(JsonSource source, TemplateNames names)
    {
        var request = source.Has("path") ? new RequestSyntax(names, null).ReadGet(source) : null;
        var (items, name) = (source.Pointer("items", isRequired: true), source.Pointer("name", isRequired: true));
        var kinds = source.Object("kinds") is { } map ? map.Json.EnumerateObject().Select(member => (member.Name, Kind: map.OneOf(member.Name, Kinds))).ToList() : [];
        var discovery = new FieldDiscovery(request, items ?? JsonPointer.Root, name ?? JsonPointer.Root)
        {
            Prefix = source.Text("prefix") ?? "",
            NativeType = source.Pointer("native_type"),
            Kinds = kinds.ToDictionary(kind => kind.Name, kind => kind.Kind ?? ColumnKind.Text),
            OtherKind = source.OneOf("other_kind", Kinds) ?? ColumnKind.Text,
            Description = source.Pointer("description"),
            MaxLength = source.Pointer("max_length"),
            Precision = source.Pointer("precision"),
            Scale = source.Pointer("scale"),
            Values = source.Pointer("values"),
            Value = source.Pointer("value") ?? JsonPointer.Root,
            ValuesWhen = ResultSyntax.Conditions(source, "values_when"),
            SkipWhen = ResultSyntax.Conditions(source, "skip_when"),
            RequiredWhen = ResultSyntax.Conditions(source, "required_when"),
            ReadOnlyWhen = ResultSyntax.Conditions(source, "read_only_when"),
            KeyWhen = ResultSyntax.Conditions(source, "key_when"),
            IsPositional = source.Flag("positional"),
        };
        source.Done();
        return items is null || name is null ? null : discovery;
    }
}
