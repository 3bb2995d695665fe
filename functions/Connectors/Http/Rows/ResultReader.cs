using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Json;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <param name="Is">The texts that fulfil it; null where anything does that is there.</param>
/// <param name="And">Further conditions, which must hold too.</param>
internal sealed record ItemCondition(JsonPointer Pointer, IReadOnlySet<string>? Is, IReadOnlyList<ItemCondition> And)
{
    public bool Holds(JsonElement item) => HoldsItself(item) && And.All(condition => condition.Holds(item));

    private bool HoldsItself(JsonElement item)
    {
        var value = Pointer.Find(item);
        return Is is null
            ? value is { } found && !(found.ValueKind == JsonValueKind.Array && found.GetArrayLength() == 0)
            : Is.Contains(value is { } text ? JsonPointer.TextOf(text) ?? "" : "");
    }
}

/// <param name="Row">Its position among the rows of the request.</param>
/// <param name="Code">In the form of ours.</param>
/// <param name="NativeCode">As the destination spells it.</param>
internal sealed record RowFailure(int Row, string? Code, string Message, string? NativeCode = null);

/// <summary>Reads from an answer which rows failed.</summary>
/// <param name="Matchers">The first that finds a row counts.</param>
internal sealed record ResultReader(JsonPointer Items, IReadOnlyList<RowMatcher> Matchers)
{
    /// <summary>Whether it reads answers that refuse the whole request, rather than those that do not.</summary>
    public bool IsOfRefusal { get; init; }

    /// <summary>Which items are failures: those for which one of these holds; all where there are none.</summary>
    public IReadOnlyList<ItemCondition> FailedWhen { get; init; } = [];

    public IReadOnlyList<JsonPointer> Codes { get; init; } = [];

    /// <summary>The code where the item has none.</summary>
    public string? Code { get; init; }

    public IReadOnlyList<JsonPointer> Messages { get; init; } = [];

    /// <summary>The failures, and how many of them belong to no row that is known.</summary>
    public (List<RowFailure> Failures, int Unassigned) Read(JsonElement answer, RequestScope scope)
    {
        var (failures, unassigned) = (new List<RowFailure>(), 0);
        if (Items.Find(answer) is not { ValueKind: JsonValueKind.Array } items)
            return (failures, unassigned);
        var position = -1;
        foreach (var item in items.EnumerateArray())
        {
            position++;
            if (FailedWhen.Count > 0 && !FailedWhen.Any(condition => condition.Holds(item)))
                continue;
            var rows = Matchers.Select(matcher => matcher.RowsOf(item, position, items.GetArrayLength(), scope).ToList()).FirstOrDefault(found => found.Count > 0) ?? [];
            failures.AddRange(rows.Select(row => Failure(row, item)));
            unassigned += rows.Count == 0 ? 1 : 0;
        }
        return (failures, unassigned);
    }

    private RowFailure Failure(int row, JsonElement item)
    {
        var native = Codes.Select(pointer => pointer.FindText(item)).FirstOrDefault(text => text is not null);
        var code = ErrorCodes.Snake(native) ?? Code;
        var message = Messages.Select(pointer => pointer.FindText(item)).FirstOrDefault(text => text is not null);
        return new RowFailure(row, code, message ?? $"The destination refused the row{(code is null ? "" : $": {code.Replace('_', ' ')}")}.", native ?? Code);
    }
}
