using System.Globalization;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Plans;

/// <summary>A value that a question may speak of.</summary>
/// <param name="Start">The first of its words in the question; less than 0 for a value that is not said.</param>
/// <param name="Text">As said, or as stored where it is not said.</param>
/// <param name="Number">Its value where it is a number.</param>
/// <param name="Stored">How columns hold it.</param>
internal sealed record PlanValue(int Start, int Count, PlanValueKind Kind, string Text, decimal? Number, IReadOnlyList<StoredValue> Stored)
{
    /// <summary>As the column holds it; else as said.</summary>
    public string TextFor(IndexedColumn? column) => Stored.FirstOrDefault(stored => stored.Column == column)?.Value ?? Text;

    public bool IsOf(IndexedColumn column) => Stored.Any(stored => stored.Column == column);

    /// <summary>Whether it stands for this literal of SQL.</summary>
    public bool Means(object literal, IndexedColumn? column) => literal switch
    {
        decimal number => Number == number || (decimal.TryParse(TextFor(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && parsed == number),
        string text => Same(text, Text) || Same(text, TextFor(column)) || (Number is { } number && Same(text, number.ToString(CultureInfo.InvariantCulture))),
        _ => false,
    };

    private static bool Same(string left, string right) =>
        string.Equals(left.Trim(), right.Trim(), StringComparison.OrdinalIgnoreCase)
        || (Tokenizer.Normalise(left) is { Length: > 0 } words && words == Tokenizer.Normalise(right));
}

internal enum PlanValueKind
{
    Number,
    Quoted,

    /// <summary>Words that a column holds as they are said.</summary>
    Stored,

    /// <summary>Nearly as said, or in part.</summary>
    Near,

    /// <summary>Words that look like a name and are not known to be stored.</summary>
    Unknown,

    /// <summary>Of a column of few values, and not said.</summary>
    Unsaid,
}
