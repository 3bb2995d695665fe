using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>Stored values by their words.</summary>
internal sealed class ValueIndex
{
    public const int MaxWords = 8;

    private readonly Dictionary<string, List<StoredValue>> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StoredValue>> _bySingleWord = new(StringComparer.Ordinal);

    public ValueIndex(IReadOnlyList<IndexedTable> tables)
    {
        foreach (var column in tables.SelectMany(table => table.Columns))
        {
            foreach (var value in column.Definition.Values ?? [])
            {
                Add(column, value);
            }
        }
    }

    /// <summary>Columns that hold exactly these words, whatever their case.</summary>
    public IReadOnlyList<StoredValue> Exact(string normalised) => _exact.TryGetValue(normalised, out var found) ? found : [];

    /// <summary>Values of several words of which this is one.</summary>
    public IReadOnlyList<StoredValue> WithWord(string lower) => _bySingleWord.TryGetValue(lower, out var found) ? found : [];

    private void Add(IndexedColumn column, string value)
    {
        var normalised = Tokenizer.Normalise(value);
        if (normalised.Length == 0)
        {
            return;
        }

        Post(_exact, normalised, new StoredValue(column, value));
        var words = normalised.Split(' ');
        if (words.Length > 1)
        {
            foreach (var word in words.Where(word => word.Length > 2).Distinct())
            {
                Post(_bySingleWord, word, new StoredValue(column, value));
            }
        }
    }

    private static void Post(Dictionary<string, List<StoredValue>> index, string key, StoredValue value)
    {
        if (!index.TryGetValue(key, out var list))
        {
            index[key] = list = [];
        }

        list.Add(value);
    }
}
