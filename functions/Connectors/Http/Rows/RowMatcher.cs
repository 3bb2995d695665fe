using System.Globalization;
using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Json;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>How items of an answer are told to which row they belong.</summary>
internal enum RowMatch
{
    /// <summary>The first item is of the first row.</summary>
    Position,

    /// <summary>The item holds the row's position, by itself or as a step of a JSON pointer into the request.</summary>
    Index,

    /// <summary>The item holds the value of a field.</summary>
    Value,
}

/// <summary>Finds the rows that an item is about.</summary>
/// <param name="At">Where an item holds the index or the value.</param>
/// <param name="Prefix">What stands before the index in a JSON pointer into the request: <c>/data/attributes/profiles/data/</c>.</param>
/// <param name="Field">The field whose value it is.</param>
internal sealed record RowMatcher(RowMatch Match, JsonPointer At, string? Prefix = null, string? Field = null)
{
    public IEnumerable<int> RowsOf(JsonElement item, int position, int count, RequestScope scope) => Match switch
    {
        RowMatch.Position when count == scope.Count => [position],
        RowMatch.Index => Texts(item).Select(Index).Where(row => row >= 0 && row < scope.Count),
        RowMatch.Value when Field is not null && scope.Layout.Place(Field) is { } place => Texts(item).SelectMany(text =>
            Enumerable.Range(0, scope.Count).Where(row => JsonCells.Text(scope.RowAt(row)[place]).Equals(text, StringComparison.OrdinalIgnoreCase))),
        _ => [],
    };

    private IEnumerable<string> Texts(JsonElement item) => At.Find(item) switch
    {
        { ValueKind: JsonValueKind.Array } many => many.EnumerateArray().Select(JsonPointer.TextOf).OfType<string>(),
        { } one when JsonPointer.TextOf(one) is { } text => [text],
        _ => [],
    };

    private int Index(string text)
    {
        if (Prefix is not null)
        {
            if (!text.StartsWith(Prefix, StringComparison.Ordinal))
                return -1;
            text = text[Prefix.Length..];
            text = text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
    }
}
