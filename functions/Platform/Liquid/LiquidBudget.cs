using System.Diagnostics;
using System.Text.Encodings.Web;
using Fluid;
using Fluid.Values;

namespace FunctionsPlatform.Platform.Liquid;

/// <summary>
/// What one rendering may use. Liquid counts steps; a step may still double a text, so the characters that filters read and make are counted too. Time is the last resort:
/// whether a row is taken must not hang on how busy a machine is.
/// </summary>
internal sealed class LiquidBudget(TemplateOptions options, LiquidRules rules, TextEncoder encoder, int maxLength) : TemplateContext(options, StringComparer.Ordinal)
{
    /// <summary>The characters that a value counts as beside its own: an object, and a place in a list.</summary>
    public const int OfValue = 8;

    private const long ReadCharacters = 64 * 1024 * 1024;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    private readonly long _begun = Stopwatch.GetTimestamp();
    private long _toMake = rules.Made;
    private long _toRead = ReadCharacters;

    public TextEncoder Encoder => encoder;

    /// <summary>The longest output.</summary>
    public int MaxLength => maxLength;

    public static LiquidBudget Of(TemplateContext context) => (LiquidBudget)context;

    /// <summary>Refuses what is about to be made if it is too much.</summary>
    /// <exception cref="LiquidException">It is too much.</exception>
    public void Expect(long characters)
    {
        if (characters > _toMake)
            throw new LiquidException("The template makes more text than it may.");
    }

    /// <summary>Takes note of characters that are about to be made or just were.</summary>
    /// <exception cref="LiquidException">They are too many.</exception>
    public void Make(long characters)
    {
        Expect(characters);
        _toMake -= characters;
    }

    /// <summary>Takes note of characters that are about to be gone through.</summary>
    /// <exception cref="LiquidException">They are too many.</exception>
    public void Read(long characters)
    {
        _toRead -= characters;
        if (_toRead < 0 || Stopwatch.GetElapsedTime(_begun) > Time)
            throw new LiquidException("The template works longer than it may.");
    }

    /// <summary>The characters that a value counts as. What is in objects counts if asked for: a list may hold the same large one many times.</summary>
    public long Weight(FluidValue value, bool inObjects = false)
    {
        if (value is StringValue text)
            return OfValue + text.ToStringValue().Length;
        var weight = (long)OfValue;
        if (value is ArrayValue || (inObjects && value is DictionaryValue))
        {
            foreach (var element in value.Enumerate(this))
            {
                weight += Weight(element, inObjects);
                if (weight > _toMake)
                    break;
            }
        }
        return weight;
    }
}
