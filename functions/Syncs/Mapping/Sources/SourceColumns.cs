using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>The columns of a model, by name.</summary>
internal sealed class SourceColumns
{
    public SourceColumns(IReadOnlyList<ResultColumn> columns)
    {
        All = columns;
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
            positions.TryAdd(columns[i].Name, i);
        Positions = positions;
    }

    public IReadOnlyList<ResultColumn> All { get; }

    public IReadOnlyDictionary<string, int> Positions { get; }

    /// <summary>
    /// The column that a mapping means, and the way into its JSON. A column of that very name wins; else the longest name that the text begins with, before a dot or bracket.
    /// </summary>
    public (int Column, JsonPath Path)? Find(string from)
    {
        if (Positions.TryGetValue(from, out var exact))
            return (exact, JsonPath.Empty);
        for (var end = from.Length - 1; end > 0; end--)
        {
            if (from[end] is '.' or '[' && Positions.TryGetValue(from[..end], out var column))
                return JsonPath.Parse(from[end..]) is { } path ? (column, path) : null;
        }

        return null;
    }
}
