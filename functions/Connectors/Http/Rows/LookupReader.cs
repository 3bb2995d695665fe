using System.Globalization;
using System.Text.Json;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>What a look-up found: names by keys. Of several items with one key the first counts.</summary>
internal static class LookupReader
{
    public static Dictionary<string, string> Read(LookupPlan lookup, JsonElement answer)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (lookup.Items.Find(answer) is not { ValueKind: JsonValueKind.Array } items)
            return names;
        var position = lookup.FirstPosition;
        foreach (var item in items.EnumerateArray())
        {
            var name = lookup.Found is { } found ? found.FindText(item) : position.ToString(CultureInfo.InvariantCulture);
            if (lookup.Key.FindText(item) is { } key && name is not null)
                names.TryAdd(key, name);
            position++;
        }
        return names;
    }
}
