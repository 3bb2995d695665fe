using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Fluid;
using Fluid.Values;

namespace FunctionsPlatform.Platform.Liquid;

/// <summary>The filters of the sandbox, each within the budget: charged for what it makes, and refused before it makes much of little.</summary>
internal static partial class LiquidFilters
{
    // Left out: format_number and its like take formats of .NET, which can ask for any number of digits ("D999999999"), and raw would print what is not encoded.
    private static readonly string[] Standard =
    [
        "abs", "append", "at_least", "at_most", "base64_decode", "base64_encode", "base64_url_safe_decode", "base64_url_safe_encode", "capitalize", "ceil",
        "compact", "concat", "date", "default", "divided_by", "downcase", "escape", "escape_once", "find", "find_index", "first", "floor", "handle", "handleize",
        "has", "hmac_sha1", "hmac_sha256", "join", "json", "last", "lstrip", "map", "md5", "minus", "modulo", "newline_to_br", "plus", "prepend", "reject", "remove",
        "remove_first", "remove_last", "replace", "replace_first", "replace_last", "reverse", "round", "rstrip", "sha1", "sha256", "size", "slice", "sort",
        "sort_natural", "split", "strip", "strip_html", "strip_newlines", "sum", "time_zone", "times", "truncate", "truncatewords", "uniq", "upcase", "url_decode",
        "url_encode", "where",
    ];

    public static void Register(FilterCollection filters, IEnumerable<LiquidFilter> own)
    {
        var standard = Standard.Select(name => new LiquidFilter(
            name, filters.TryGetValue(name, out var filter) ? filter : throw new InvalidOperationException($"The library has no filter {name}."))).ToList();
        filters.Clear();
        foreach (var (name, filter) in standard.Concat(own))
            filters.AddFilter(name, Within(name, filter));
    }

    private static FilterDelegate Within(string name, FilterDelegate filter) => async (input, arguments, context) =>
    {
        var budget = LiquidBudget.Of(context);
        budget.Read(input is ArrayValue list ? LiquidBudget.OfValue * (long)list.Values.Count : budget.Weight(input));
        budget.Expect(Growth(name, input, arguments, budget));
        var result = await ApplyAsync(name, filter, input, arguments, context);
        budget.Make(budget.Weight(result));

        // A JSON value stands as it is also where strings are escaped.
        return name == "json" && budget.Encoder is JavaScriptEncoder ? new StringValue(result.ToStringValue(), encode: false) : result;
    };

    private static async ValueTask<FluidValue> ApplyAsync(string name, FilterDelegate filter, FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        try
        {
            return await filter(input, arguments, context);
        }
        catch (Exception e) when (e is not LiquidException)
        {
            // What it says may quote a value.
            throw new LiquidException($"The filter '{name}' cannot be applied to this value.");
        }
    }

    /// <summary>What a filter will make, where that is not about as long as what it is given.</summary>
    private static long Growth(string name, FluidValue input, FilterArguments arguments, LiquidBudget budget)
    {
        switch (name)
        {
            case "replace":
                return input.ToStringValue().Length + (Count(input, arguments.At(0)) * arguments.At(1).ToStringValue().Length);
            case "join":
                return input is ArrayValue list ? budget.Weight(list) + (list.Values.Count * (long)arguments.At(0).ToStringValue().Length) : 0;
            case "split":
                return input.ToStringValue().Length + (Count(input, arguments.At(0)) * LiquidBudget.OfValue);
            case "json":
                return budget.Weight(input, inObjects: true);
            // %9999d pads to that width.
            case "date" when WidePadding().IsMatch(arguments.At(0).ToStringValue()):
                throw new LiquidException("A date's format pads to at most 99 characters.");
            default:
                return 0;
        }
    }

    /// <summary>How often a part is in a text; one of no length, between any two characters.</summary>
    private static long Count(FluidValue text, FluidValue part) =>
        part.ToStringValue() is { Length: > 0 } found ? text.ToStringValue().AsSpan().Count(found) : text.ToStringValue().Length;

    [GeneratedRegex("%[^a-zA-Z%]*[0-9]{3}", RegexOptions.CultureInvariant)]
    private static partial Regex WidePadding();
}
