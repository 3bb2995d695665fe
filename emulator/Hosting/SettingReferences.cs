using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Emulator.Hosting;

/// <summary>Resolves <c>%Setting%</c> in the texts of trigger attributes.</summary>
internal static partial class SettingReferences
{
    /// <exception cref="InvalidOperationException">The setting is not there.</exception>
    public static string Resolve(string text, IConfiguration configuration) => Reference().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        return configuration[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)]
            ?? throw new InvalidOperationException($"'%{name}%' does not resolve to a value: add the setting '{name}'.");
    });

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
