using System.Text.Json.Nodes;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>A place in a nested document: a value, an object of further places, or an array of either.</summary>
internal sealed class NestedBranch
{
    private readonly OrderedDictionary<string, NestedBranch> _children = [];
    private int? _column;
    private bool _isArray;

    /// <summary>Adds a column's path. False when it and an earlier one cannot both be: one is a value where the other has an object or an array.</summary>
    public bool TryAdd(ReadOnlySpan<TargetPath.Step> path, int column)
    {
        if (path.IsEmpty)
        {
            var isFree = _column is null && _children.Count == 0;
            _column = column;
            return isFree;
        }

        var isKnown = _children.TryGetValue(path[0].Name, out var child);
        child ??= _children[path[0].Name] = new NestedBranch { _isArray = path[0].IsArray };
        return _column is null && (!isKnown || child._isArray == path[0].IsArray) && child.TryAdd(path[1..], column);
    }

    /// <param name="values">By column; those that are missing have none here.</param>
    public JsonNode? Build(IReadOnlyDictionary<int, JsonNode?> values) => _isArray ? BuildArray(values) : BuildOne(values);

    private JsonNode? BuildOne(IReadOnlyDictionary<int, JsonNode?> values)
    {
        if (_column is { } column)
            return values[column]?.DeepClone();
        var built = new JsonObject();
        foreach (var (name, child) in _children)
        {
            if (child.HasAny(values))
                built[name] = child.Build(values);
        }

        return built;
    }

    /// <summary>Arrays side by side give the elements' parts, by position; a single value is part of every element. Null where all is null.</summary>
    private JsonArray? BuildArray(IReadOnlyDictionary<int, JsonNode?> values)
    {
        var mine = values.Where(value => HasColumn(value.Key)).ToList();
        var arrays = mine.Select(value => value.Value).OfType<JsonArray>().ToList();
        if (mine.TrueForAll(value => value.Value is null))
            return null;
        var built = new JsonArray();
        for (var i = 0; i < (arrays.Count == 0 ? 1 : arrays.Max(array => array.Count)); i++)
            built.Add(BuildOne(mine.Where(value => value.Value is not JsonArray array || i < array.Count).ToDictionary(
                value => value.Key, value => value.Value is JsonArray array ? array[i] : value.Value)));
        return built;
    }

    private bool HasAny(IReadOnlyDictionary<int, JsonNode?> values) => _column is { } column ? values.ContainsKey(column) : _children.Values.Any(child => child.HasAny(values));

    private bool HasColumn(int column) => _column == column || _children.Values.Any(child => child.HasColumn(column));
}
