using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fluid;

namespace FunctionsPlatform.Platform.Liquid;

/// <summary>
/// The Liquid that tenants have: templates read nothing but the values they are given, no tag reads files or other templates, and all that could take memory or time
/// without end is bounded.
/// </summary>
internal sealed partial class LiquidSandbox
{
    private const int MaxRecursion = 20;

    // A liquid tag holds any number of further tags; ifchanged keeps what it writes in memory, however much.
    private static readonly string[] Tags =
        ["assign", "break", "case", "comment", "#", "continue", "cycle", "decrement", "echo", "for", "if", "increment", "raw", "unless"];

    private readonly LiquidRules _rules;
    private readonly FluidParser _parser = new();
    private readonly TemplateOptions _options;

    public LiquidSandbox(LiquidRules rules)
    {
        _rules = rules;
        foreach (var tag in _parser.RegisteredTags.Keys.Except(Tags).Except(rules.Tags).ToList())
            _parser.RegisteredTags.Remove(tag);
        _options = new TemplateOptions
        {
            StrictFilters = true,
            MaxSteps = rules.Steps,
            MaxRecursion = MaxRecursion,
            CultureInfo = CultureInfo.InvariantCulture,
            TimeZone = TimeZoneInfo.Utc,
            JsonSerializerOptions = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
        };
        LiquidFilters.Register(_options.Filters, rules.Filters);
    }

    /// <returns>The template, or what is wrong with its text and where.</returns>
    public (LiquidProgram? Program, string? Mistake) Parse(string text)
    {
        if (LiquidShape.Check(text, _rules.Characters) is { } tooMuch)
            return (null, tooMuch);
        if (!_parser.TryParse(LiquidStrings.Plain(text), out var parsed, out var error))
            return (null, Place().Replace(error.Split('\n')[0].Trim(), " in line $1, column $2"));
        var inspection = new LiquidInspection(_rules, _options.Filters);
        inspection.VisitTemplate(parsed);
        return inspection.Problem is { } problem
            ? (null, problem)
            : (new LiquidProgram(new LiquidBounds().VisitTemplate(parsed), inspection, _rules, _options), null);
    }

    [GeneratedRegex(@" at \((\d+):(\d+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
