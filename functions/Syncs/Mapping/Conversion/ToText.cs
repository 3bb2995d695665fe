using System.Text;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><see cref="string"/>. Its length is counted in characters as databases count them: an emoji outside the first plane is one.</summary>
internal sealed class ToText(DestinationField field, WallClock clock) : ValueConverter
{
    private readonly int _longest = field.MaxLength ?? int.MaxValue;
    private readonly MappingFailure _tooLong = Failures.TooLong(field, $"at most {field.MaxLength} characters");
    private readonly MappingFailure _invalid = Failures.Invalid(field, "text: no NUL characters and no halves of characters");

    public override object? Convert(object value)
    {
        var text = value as string ?? InvariantText.Of(value, clock);
        if (!IsWhole(text))
            return _invalid;
        return text.Length <= _longest || Characters(text) <= _longest ? text : _tooLong;
    }

    /// <summary>Whether every character of it can be stored: neither NUL nor half a surrogate pair, which UTF-8 cannot hold.</summary>
    public static bool IsWhole(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            return false;
        if (Ascii.IsValid(text))
            return true;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
                return false;
        }

        return true;
    }

    // Of whole text: every second half of a pair has its first.
    private static int Characters(string text)
    {
        var characters = text.Length;
        foreach (var unit in text)
        {
            if (char.IsLowSurrogate(unit))
                characters--;
        }

        return characters;
    }
}
