using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fluid;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Http.Liquid;

/// <summary>What values become where a template prints them.</summary>
public enum LiquidEncoding
{
    None,

    /// <summary>Percent-encoded: a value can neither leave its path segment nor add a parameter.</summary>
    Url,

    /// <summary>Escaped as inside a JSON string; the filter <c>json</c> prints a whole JSON value.</summary>
    Json,
}

/// <summary>A template of a request: an address, a header, a body or a part of one.</summary>
public sealed class LiquidTemplate
{
    public const int MaxLength = 32 * 1024;

    private static readonly LiquidSandbox Sandbox = new(new LiquidRules
    {
        Characters = MaxLength,
        Steps = 20_000,
        Made = 8 * 1024 * 1024,
        LongestRange = 1_000,
        Filters = [new LiquidFilter("spreadsheet_column", SpreadsheetColumn.Letters)],
    });

    private readonly LiquidProgram? _program;

    private LiquidTemplate(string text, LiquidProgram? program) =>
        (Text, _program, Roots) = (text, program, [.. (program?.Reads ?? []).Select(variable => variable.Root).Distinct()]);

    public string Text { get; }

    /// <summary>The values that it reads, apart from those it assigns itself.</summary>
    public IReadOnlyList<LiquidVariable> Variables => _program?.Variables ?? [];

    /// <summary>The names of what it has to be given; one that it assigns itself may be among them.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>Whether it prints the same whatever the values.</summary>
    public bool IsConstant => _program is null;

    public static bool TryParse(string text, [NotNullWhen(true)] out LiquidTemplate? template, [NotNullWhen(false)] out string? error)
    {
        var isConstant = text.Length <= MaxLength && !text.Contains("{{", StringComparison.Ordinal) && !text.Contains("{%", StringComparison.Ordinal);
        (var program, error) = isConstant ? (null, null) : Sandbox.Parse(text);
        template = error is null ? new LiquidTemplate(text, program) : null;
        return template is not null;
    }

    /// <exception cref="FormatException">The text is no template.</exception>
    public static LiquidTemplate Parse(string text) => TryParse(text, out var template, out var error) ? template : throw new FormatException(error);

    /// <param name="values">What the template can read, by name.</param>
    /// <param name="maxLength">The longest output, in characters.</param>
    /// <exception cref="LiquidException">A bound was reached, or a value does not suit the template.</exception>
    public string Render(IEnumerable<KeyValuePair<string, JsonElement>> values, LiquidEncoding encoding = LiquidEncoding.None, int maxLength = 256 * 1024)
    {
        if (_program is null)
            return Text;
        var given = values.Select(value => (Name: value.Key, Value: LiquidValues.From(value.Value))).ToList();
        return _program.Render(context => given.ForEach(value => context.SetValue(value.Name, value.Value)), Encoder(encoding), maxLength);
    }

    private static TextEncoder Encoder(LiquidEncoding encoding) => encoding switch
    {
        LiquidEncoding.Url => UrlEncoder.Default,
        LiquidEncoding.Json => JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        _ => NullEncoder.Default,
    };
}
