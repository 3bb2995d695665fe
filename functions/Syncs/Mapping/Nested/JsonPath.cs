using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>A way into JSON: <c>.city</c>, <c>[0]</c>, <c>["odd name"]</c>, one after the other.</summary>
internal sealed partial class JsonPath
{
    private readonly IReadOnlyList<Step> _steps;

    private JsonPath(IReadOnlyList<Step> steps) => _steps = steps;

    public static JsonPath Empty { get; } = new([]);

    public bool IsEmpty => _steps.Count == 0;

    /// <summary>Null when it is no path.</summary>
    public static JsonPath? Parse(string text)
    {
        var steps = new List<Step>();
        var at = 0;
        while (at < text.Length)
        {
            var match = NextStep().Match(text, at);
            if (!match.Success)
                return null;
            if (match.Groups["index"].Success && !int.TryParse(match.Groups["index"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return null;
            steps.Add(match.Groups["index"].Success
                ? new Step(null, int.Parse(match.Groups["index"].ValueSpan, CultureInfo.InvariantCulture))
                : new Step(match.Groups["name"].Success ? match.Groups["name"].Value : match.Groups["quoted"].Value, 0));
            at += match.Length;
        }

        return new JsonPath(steps);
    }

    /// <summary>Undefined where the JSON has no such place.</summary>
    public JsonElement Find(JsonElement element)
    {
        foreach (var step in _steps)
        {
            if (step.Find(element) is not { } found)
                return default;
            element = found;
        }

        return element;
    }

    private readonly record struct Step(string? Name, int Index)
    {
        public JsonElement? Find(JsonElement element) => (Name, element.ValueKind) switch
        {
            ({ } name, JsonValueKind.Object) => element.TryGetProperty(name, out var property) ? property : null,
            (null, JsonValueKind.Array) => Index < element.GetArrayLength() ? element[Index] : null,
            _ => null,
        };
    }

    [GeneratedRegex("""\G(?:\.(?<name>[^.\[\]]+)|\[(?<index>[0-9]{1,9})\]|\["(?<quoted>[^"]*)"\])""", RegexOptions.CultureInvariant)]
    private static partial Regex NextStep();
}
