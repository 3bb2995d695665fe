using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Fluid;
using Fluid.Values;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Filters with regular expressions, of the kind whose time grows with the text alone: without look-around and back-references.</summary>
internal static partial class RegexFilters
{
    private const int MostKept = 200;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly ConcurrentDictionary<(string, string), Regex> Kept = [];

    /// <summary><c>{{ phone | regex_replace: "[^0-9]", "" }}</c>, and as a third argument <c>i</c>, <c>m</c> or <c>s</c>. Groups are <c>$1</c> or <c>\1</c>.</summary>
    public static LiquidFilter Replace { get; } = new("regex_replace", ApplyReplace) { Check = Check };

    private static ValueTask<FluidValue> ApplyReplace(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        var replacement = RubyGroup().Replace(arguments.At(1).ToStringValue(), "$${$1}");
        var budget = LiquidBudget.Of(context);
        return Once(Parse(arguments.At(0), arguments.At(2)), regex => StringValue.Create(regex.Replace(input.ToStringValue(), match =>
        {
            var replaced = match.Result(replacement);
            budget.Make(1 + replaced.Length);
            return replaced;
        })));
    }

    /// <summary><c>{{ email | match_regex: "^[^@ ]+@[^@ ]+$" }}</c>: the text where it matches; where it does not, the row is rejected.</summary>
    public static LiquidFilter Match { get; } = new("match_regex", ApplyMatch) { Check = Check };

    private static ValueTask<FluidValue> ApplyMatch(FluidValue input, FilterArguments arguments, TemplateContext context) =>
        Once(Parse(arguments.At(0), arguments.At(1)), regex => regex.IsMatch(input.ToStringValue())
            ? input
            : throw new LiquidException("The value does not match the template's regular expression."));

    /// <summary>What is wrong with a regular expression, or null.</summary>
    private static string? Check(string pattern)
    {
        try
        {
            Make(pattern, "");
            return null;
        }
        catch (LiquidException wrong)
        {
            return wrong.Message;
        }
    }

    private static ValueTask<FluidValue> Once(Regex regex, Func<Regex, FluidValue> apply)
    {
        try
        {
            return ValueTask.FromResult(apply(regex));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new LiquidException("A regular expression of the template takes longer than it may.");
        }
    }

    private static Regex Parse(FluidValue pattern, FluidValue flags)
    {
        var key = (pattern.ToStringValue(), flags.ToStringValue());
        if (Kept.TryGetValue(key, out var kept))
            return kept;

        // Patterns come from templates, which are few; one that is put together from values must not fill the memory.
        if (Kept.Count >= MostKept)
            Kept.Clear();
        return Kept.GetOrAdd(key, Make(key.Item1, key.Item2));
    }

    private static Regex Make(string pattern, string flags)
    {
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        foreach (var flag in flags)
            options |= flag switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                _ => throw new LiquidException("The flags of a regular expression are i, m and s."),
            };
        try
        {
            return new Regex(pattern, options, Timeout);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new LiquidException($"The regular expression cannot be used: {wrong.Message}");
        }
    }

    [GeneratedRegex(@"\\([0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex RubyGroup();
}
