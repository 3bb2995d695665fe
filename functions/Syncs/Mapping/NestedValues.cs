using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Rows whose columns are paths (<c>properties.email</c>, <c>lines[].sku</c>) as the JSON that they describe. Make one for many rows.</summary>
public sealed class NestedValues
{
    private readonly IReadOnlyList<ResultColumn> _columns;
    private readonly NestedBranch _root = new();

    /// <exception cref="ArgumentException">Two columns cannot both be, such as <c>a</c> and <c>a.b</c>.</exception>
    public NestedValues(IReadOnlyList<ResultColumn> columns)
    {
        _columns = columns;
        for (var i = 0; i < columns.Count; i++)
        {
            if (!_root.TryAdd(PathOf(columns[i].Name), i))
                throw new ArgumentException($"The column '{columns[i].Name}' takes the place of another.", nameof(columns));
        }
    }

    public JsonObject ToJson(IReadOnlyList<object?> values)
    {
        var nodes = new Dictionary<int, JsonNode?>(_columns.Count);
        for (var i = 0; i < _columns.Count; i++)
            nodes[i] = JsonText.ToNode(values[i], _columns[i].Kind, WallClock.Utc);
        return (JsonObject)_root.Build(nodes)!;
    }

    public static JsonObject ToJson(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?> values) => new NestedValues(columns).ToJson(values);

    /// <summary>Positions of the names that take the place of an earlier one.</summary>
    internal static IEnumerable<int> Conflicts(IReadOnlyList<string> names)
    {
        var root = new NestedBranch();
        for (var i = 0; i < names.Count; i++)
        {
            if (!root.TryAdd(PathOf(names[i]), i))
                yield return i;
        }
    }

    private static TargetPath.Step[] PathOf(string name) => [.. TargetPath.Parse(name) ?? [new TargetPath.Step(name, false)]];
}
