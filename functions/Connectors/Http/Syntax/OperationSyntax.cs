using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Rows;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Http.Syntax;

/// <summary>What can be done on a stream, as it is written down.</summary>
/// <param name="names">What templates of its requests can read.</param>
/// <param name="fields">The stream's fields; null where any may be there.</param>
internal sealed class OperationSyntax(TemplateNames names, IReadOnlySet<string>? fields)
{
    private const int MaxRows = 10_000;

    public static IReadOnlyDictionary<string, RowOperations> Words { get; } = new Dictionary<string, RowOperations>
    {
        ["insert"] = RowOperations.Insert,
        ["update"] = RowOperations.Update,
        ["upsert"] = RowOperations.Upsert,
        ["append"] = RowOperations.Append,
        ["delete"] = RowOperations.Delete,
    };

    public OperationPlan? Read(JsonSource source, RowOperations operation)
    {
        var isRepeatable = source.Flag("repeatable", operation is RowOperations.Update or RowOperations.Upsert or RowOperations.Delete);
        var plan = new OperationPlan(source.Integer("rows", 1, MaxRows) ?? 1, isRepeatable)
        {
            IsAtomic = source.Flag("atomic"),
            Keys = Keys(source, "keys", fields) is { Count: > 0 } keys ? keys : null,
            ExceptKeys = Keys(source, "except_keys", fields),
        };
        plan = source.Has("lookup") ? WithLookup(source, plan, operation) : WithRequest(source, plan);
        source.Done();
        return plan;
    }

    /// <summary>Sets of fields; a text stands for a set of one.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Keys(JsonSource source, string name, IReadOnlySet<string>? fields)
    {
        var keys = new List<IReadOnlyList<string>>();
        if (source.Find(name) is not { } json)
            return keys;
        if (json.ValueKind != JsonValueKind.Array)
        {
            source.Error(name, "This must be a list of fields or of lists of fields.");
            return keys;
        }
        foreach (var item in json.EnumerateArray())
        {
            IReadOnlyList<string?> key = item.ValueKind == JsonValueKind.Array ? [.. item.EnumerateArray().Select(JsonPointer.TextOf)] : [JsonPointer.TextOf(item)];
            if (key.Count == 0 || key.Any(field => field is null || fields?.Contains(field) == false))
                source.Error($"{name}[{keys.Count}]", "A key names fields of the stream.");
            keys.Add([.. key.OfType<string>()]);
        }
        return keys;
    }

    private OperationPlan WithRequest(JsonSource source, OperationPlan plan) =>
        plan with { Request = new RequestSyntax(names, fields).Read(source, HttpMethod.Post, plan.IsRepeatable) };

    private OperationPlan WithLookup(JsonSource source, OperationPlan plan, RowOperations operation)
    {
        var change = new RequestSyntax(names.With("found"), fields);
        var (found, missing) = (source.Object("found"), source.Object("missing"));
        if (found is null && missing is null)
            source.Error("lookup", "A look-up is followed by found, missing or both.");
        if (found is null && operation != RowOperations.Insert)
            source.Error("found", "This is missing.");
        plan = plan with
        {
            Lookup = Lookup(source.Object("lookup")),
            Found = found is null ? null : change.Read(found, HttpMethod.Post, isRepeatable: true),
            // Sent twice it would add twice; the look-up of the next attempt finds what was added.
            Missing = missing is null ? null : new RequestSyntax(names, fields).Read(missing, HttpMethod.Post, isRepeatable: false),
        };
        found?.Done();
        missing?.Done();
        return plan;
    }

    private LookupPlan? Lookup(JsonSource? source)
    {
        if (source is null)
            return null;
        var request = new RequestSyntax(names, fields).ReadGet(source);
        var (items, key) = (source.Pointer("items", isRequired: true), source.Pointer("key", isRequired: true));
        var (found, first) = (source.Pointer("found"), source.Integer("first", 0, 1_000_000) ?? 0);
        source.Done();
        return request is null || items is null || key is null ? null : new LookupPlan(request, items, key, found, first);
    }
}
