using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Connectors.Http.Rows;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>Streams as manifests write them down.</summary>
internal static class StreamSyntax
{
    private static readonly string[] OfRows = ["options", "operation", "batch", "idempotency_key", "row", "rows", "row_index", "row_number"];
    private static readonly HashSet<string> OfKeys = ["name", "names", "position", "value"];

    public static StreamPlan? Read(JsonSource source, TemplateNames config, IReadOnlySet<string> properties)
    {
        var each = source.Object("each") is { } several ? Each(several, config, properties) : null;
        var ofItem = each is null ? config : config.With("item");
        var name = source.Template("name", ofItem, isRequired: true);
        if (each is null && name?.IsConstant == false)
            source.Error("name", "Only the name of one stream for each item is a template.");
        var variables = source.Templates("variables", ofItem);

        var fields = FieldSyntax.Fields(source);
        var discovery = source.Object("discover_fields") is { } discovered ? FieldSyntax.Discovery(discovered, ofItem.With("stream")) : null;
        var acceptsOthers = source.Flag("accepts_other_fields");
        var isOpen = discovery is not null || acceptsOthers;
        if (!isOpen && fields.Count == 0)
            source.Error("fields", "A stream has fields, discovers them, or accepts any.");
        var known = isOpen ? null : fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var plan = new StreamPlan(name ?? LiquidTemplate.Parse(""))
        {
            Each = each,
            Variables = variables,
            Fields = fields,
            Discovery = discovery,
            AcceptsOtherFields = acceptsOthers,
            Keys = OperationSyntax.Keys(source, "keys", known),
            IsEveryFieldKey = source.Flag("every_field_is_key"),
            IsNested = source.Flag("nested", otherwise: true),
        };
        plan = plan with { Operations = Operations(source, plan, Names(config, variables, plan, known), known) };
        source.Done();
        return name is null ? null : plan;
    }

    private static TemplateNames Names(TemplateNames config, IReadOnlyDictionary<string, LiquidTemplate> variables, StreamPlan plan, IReadOnlySet<string>? fields)
    {
        var ofStream = variables.Keys.Concat(["name", "field_count"]).ToHashSet(StringComparer.Ordinal);
        // A path is read member by member, and its first step is what templates see of the row.
        var ofRow = fields?.Select(field => plan.IsNested ? field.Split('.')[0].Replace("[]", "", StringComparison.Ordinal) : field).ToHashSet(StringComparer.Ordinal);
        return config.With(OfRows).With("row", ofRow).With("stream", ofStream).With("key", OfKeys);
    }

    private static Dictionary<RowOperations, OperationPlan> Operations(JsonSource source, StreamPlan plan, TemplateNames names, IReadOnlySet<string>? fields)
    {
        var operations = new Dictionary<RowOperations, OperationPlan>();
        if (source.Object("operations", isRequired: true) is not { } written)
            return operations;
        var canMatch = plan.Keys.Count > 0 || plan.IsEveryFieldKey || plan.Discovery?.KeyWhen.Count > 0;
        foreach (var (word, operation) in OperationSyntax.Words)
        {
            if (written.Object(word) is not { } one)
                continue;
            if (operation != RowOperations.Append && !canMatch && !one.Has("keys"))
                one.Error("", "Rows are matched by a key, and the stream has none.");
            if (new OperationSyntax(names, fields).Read(one, operation) is { } read)
                operations[operation] = read;
        }
        if (operations.Count == 0)
            source.Error("operations", $"A stream does at least one of {string.Join(", ", OperationSyntax.Words.Keys)}.");
        written.Done();
        return operations;
    }

    private static EachPlan Each(JsonSource source, TemplateNames config, IReadOnlySet<string> properties)
    {
        var property = source.Text("property");
        if (property is not null && !properties.Contains(property))
            source.Error("property", $"The configuration has no property '{property}'.");
        var plan = new EachPlan { Property = property, Otherwise = source.Texts("values") };
        if (source.Has("path"))
        {
            plan = plan with
            {
                Request = new RequestSyntax(config, null).ReadGet(source),
                Items = source.Pointer("items", isRequired: true) ?? JsonPointer.Root,
                SkipWhen = ResultSyntax.Conditions(source, "skip_when"),
            };
        }
        else if (property is null && plan.Otherwise.Count == 0)
        {
            source.Error("", "Give a path with items, a property, or values.");
        }
        source.Done();
        return plan;
    }
}
