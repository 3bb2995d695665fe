using System.Collections;
using System.Text.RegularExpressions;

namespace FunctionsPlatform.Tests.Conventions;

/// <summary>What the documentation lists is what there is.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_error_code_is_of_one_kind_and_documented()
    {
        var sources = Repository.Sources("functions");
        var used = sources.SelectMany(file => CodeInSource().Matches(file.Text)).Select(match => (Code: match.Groups["code"].Value, Kind: match.Groups["kind"].Value)).ToHashSet();
        var documented = CodeInDocument().Matches(Repository.Read("docs/errors.md"))
            .Select(match => (Code: match.Groups["code"].Value, Kind: match.Groups["kind"].Value)).ToList();

        Assert.NotEmpty(used);
        Assert.Equal(used.Count, used.DistinctBy(error => error.Code).Count());
        Assert.True(used.IsSubsetOf(documented), $"Add to docs/errors.md: {string.Join(", ", used.Except(documented))}");
        Assert.Equal(documented.Select(error => error.Code).Order(StringComparer.Ordinal), documented.Select(error => error.Code));
        Assert.All(documented, error => Assert.Contains(sources, file => file.Text.Contains($"\"{error.Code}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_setting_is_documented_and_every_documented_one_is_read()
    {
        var settings = OptionTypes.All.SelectMany(type => Settings(type, OptionTypes.SectionOf(type))).Order(StringComparer.Ordinal).ToList();
        var documented = SettingInDocument().Matches(Repository.Read("docs/settings.md")).Select(match => match.Groups["name"].Value)
            .Where(name => OptionTypes.All.Any(type => name.StartsWith($"{OptionTypes.SectionOf(type)}__", StringComparison.Ordinal))).Order(StringComparer.Ordinal);

        Assert.NotEmpty(settings);
        Assert.Equal(settings, documented);
    }

    private static IEnumerable<string> Settings(Type type, string path) => type.GetProperties().SelectMany(property => property.PropertyType switch
    {
        { IsGenericType: true } many when many.IsAssignableTo(typeof(IEnumerable)) && many.GenericTypeArguments[^1].Assembly == type.Assembly =>
            Settings(many.GenericTypeArguments[^1], $"{path}__{property.Name}__{(many.GenericTypeArguments.Length == 2 ? "NAME" : "0")}"),
        _ => [$"{path}__{property.Name}"],
    });

    [GeneratedRegex("""(?:ErrorKind\.(?<kind>\w+),|(?<kind>Unauthenticated)\()\s*"(?<code>[^"]+)",?""")]
    private static partial Regex CodeInSource();

    [GeneratedRegex(@"^\| `(?<code>[a-z]+(?:_[a-z]+)+)` \| (?<kind>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex CodeInDocument();

    [GeneratedRegex(@"^\| `(?<name>\w+__\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex SettingInDocument();
}
