using System.Text.RegularExpressions;
using FunctionsPlatform.Connectors.Http.Liquid;

namespace FunctionsPlatform.Workflows.Definitions;

/// <summary>The words that templates of workflows know.</summary>
internal static partial class StepTemplate
{
    public const string Steps = "steps";
    public const string Secrets = "secrets";
    public const string Item = "item";
    public const string Index = "index";

    /// <summary>Told of the step that found rows last.</summary>
    public static readonly string[] OfLatestRows = ["row_count", "results", "results_table", "results_json"];

    /// <summary>What every template can read.</summary>
    public static readonly string[] OfRun = ["input", "webhook", "event", "run", "workflow"];

    /// <summary>In JSON a list stands as JSON and not as text.</summary>
    public static string ForJson(string text) => WholeRows().Replace(text, "{{ results | json }}");

    /// <returns>The template, or what is wrong with it.</returns>
    public static (LiquidTemplate? Template, string? Mistake) Parse(string text) =>
        LiquidTemplate.TryParse(text, out var template, out var mistake) ? (template, null) : (null, mistake);

    [GeneratedRegex(@"\{\{-?\s*results_json\s*-?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex WholeRows();
}
