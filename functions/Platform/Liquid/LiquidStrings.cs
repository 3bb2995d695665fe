using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPlatform.Platform.Liquid;

/// <summary>In Liquid a backslash in a string is a backslash, which regular expressions are full of; to the parser it begins an escape, or is an error.</summary>
internal static partial class LiquidStrings
{
    /// <summary>The template with every backslash in its strings doubled.</summary>
    public static string Plain(string template)
    {
        if (!template.Contains('\\', StringComparison.Ordinal))
            return template;
        var plain = new StringBuilder(template.Length + 16);
        var at = 0;
        foreach (var part in Part().EnumerateMatches(template))
        {
            plain.Append(template, at, part.Index - at);
            at = part.Index + part.Length;
            var text = template[part.Index..at];
            plain.Append(Verbatim().IsMatch(text) ? text : InTag().Replace(text, quoted => quoted.Value.Replace("\\", "\\\\", StringComparison.Ordinal)));
        }

        return plain.Append(template, at, template.Length - at).ToString();
    }

    /// <summary>What stands between <c>{% raw %}</c> and its end, or one tag or output.</summary>
    [GeneratedRegex("""
        \{%-?\s*raw\s*-?%\}[\s\S]*?\{%-?\s*endraw\s*-?%\}|\{\{(?:"[^"]*"|'[^']*'|[^"'}]|\}(?!\}))*|\{%(?:"[^"]*"|'[^']*'|[^"'%]|%(?!\}))*
        """, RegexOptions.CultureInvariant)]
    private static partial Regex Part();

    [GeneratedRegex(@"^\{%-?\s*raw\s", RegexOptions.CultureInvariant)]
    private static partial Regex Verbatim();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'", RegexOptions.CultureInvariant)]
    private static partial Regex InTag();
}
