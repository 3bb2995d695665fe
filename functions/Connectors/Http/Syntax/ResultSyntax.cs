using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Rows;

namespace FunctionsPlatform.Connectors.Http.Syntax;

/// <summary>How answers are read, as it is written down.</summary>
internal static class ResultSyntax
{
    private static readonly Dictionary<string, RowMatch> Matches = new() { ["position"] = RowMatch.Position, ["index"] = RowMatch.Index, ["value"] = RowMatch.Value };
    private static readonly Dictionary<string, bool> Occasions = new() { ["accepted"] = false, ["refused"] = true };

    /// <param name="fields">The stream's fields; null where any may be there.</param>
    public static IReadOnlyList<ResultReader> Results(JsonSource source, string name, IReadOnlySet<string>? fields) =>
        [.. source.Objects(name, 30).Select(item => Result(item, fields)).OfType<ResultReader>()];

    private static ResultReader? Result(JsonSource source, IReadOnlySet<string>? fields)
    {
        var items = source.Pointer("items", isRequired: true);
        var matchers = new List<RowMatcher?> { Matcher(source, fields) };
        foreach (var other in source.Objects("or", 10))
        {
            matchers.Add(Matcher(other, fields));
            other.Done();
        }
        var when = Conditions(source, "failed_when");
        var (codes, code, messages) = (source.Pointers("codes"), source.Text("code", maxLength: 60), source.Pointers("messages"));
        var isOfRefusal = source.OneOf("of", Occasions) ?? false;
        source.Done();
        return items is null ? null : new ResultReader(items, [.. matchers.OfType<RowMatcher>()])
        {
            FailedWhen = when,
            Codes = codes,
            Code = code,
            Messages = messages,
            IsOfRefusal = isOfRefusal,
        };
    }

    private static RowMatcher? Matcher(JsonSource source, IReadOnlySet<string>? fields)
    {
        var (match, field) = (source.OneOf("match", Matches, isRequired: true), source.Text("field"));
        if (match == RowMatch.Value && field is null)
            source.Error("field", "Name the field whose value is told.");
        if (field is not null && fields?.Contains(field) == false)
            source.Error("field", $"The stream has no field '{field}'.");
        return match is null ? null : new RowMatcher(match.Value, source.Pointer("at") ?? JsonPointer.Root, source.Text("prefix"), field);
    }

    /// <summary>Conditions of which one must hold.</summary>
    public static IReadOnlyList<ItemCondition> Conditions(JsonSource parent, string name) => [.. parent.Objects(name, 10).Select(Condition).OfType<ItemCondition>()];

    private static ItemCondition? Condition(JsonSource source)
    {
        var pointer = source.Pointer("at", isRequired: true);
        var texts = source.Has("is") ? source.Texts("is").ToHashSet(StringComparer.Ordinal) : null;
        var and = Conditions(source, "and");
        source.Done();
        return pointer is null ? null : new ItemCondition(pointer, texts, and);
    }

    /// <param name="rules">Those that hold where nothing is written.</param>
    public static ErrorRules Errors(JsonSource? source, ErrorRules rules)
    {
        if (source is null)
            return rules;
        rules = rules with
        {
            Ok = source.Pointer("ok"),
            Codes = source.Has("codes") ? source.Pointers("codes") : rules.Codes,
            Messages = source.Has("messages") ? source.Pointers("messages") : rules.Messages,
            Later = Set(source, "later") ?? rules.Later,
            Failed = Set(source, "failed") ?? rules.Failed,
            AccessDenied = Set(source, "access_denied") ?? rules.AccessDenied,
            NotFound = Set(source, "not_found") ?? rules.NotFound,
            Exists = Set(source, "exists") ?? rules.Exists,
        };
        source.Done();
        return rules;
    }

    private static ErrorSet? Set(JsonSource parent, string name)
    {
        if (parent.Object(name) is not { } source)
            return null;
        var statuses = new HashSet<int>();
        foreach (var text in source.Texts("statuses"))
        {
            if (int.TryParse(text, out var status) && status is >= 100 and <= 599)
                statuses.Add(status);
            else
                source.Error("statuses", $"'{text}' is no HTTP status.");
        }
        var set = new ErrorSet(statuses, source.Texts("codes").ToHashSet(StringComparer.Ordinal));
        source.Done();
        return set;
    }
}
