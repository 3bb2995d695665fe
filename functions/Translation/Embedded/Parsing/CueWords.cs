using System.Collections.Frozen;
using System.Reflection;

namespace FunctionsPlatform.Translation.Embedded.Parsing;

/// <summary>Words that questions to any database are made of, each with a tag of its own. See <c>cue-words.txt</c> for where they come from.</summary>
internal static class CueWords
{
    private static readonly FrozenDictionary<string, int> Tags = Load();

    public static int Count => Tags.Count;

    public static int? TagOf(string lower) => Tags.TryGetValue(lower, out var at) ? (int)InputTag.Count + at : null;

    private static FrozenDictionary<string, int> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("cue-words.txt")
            ?? throw new InvalidOperationException("cue-words.txt is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith('#')).Select((word, at) => (word, at)).ToFrozenDictionary(pair => pair.word, pair => pair.at, StringComparer.Ordinal);
    }
}
