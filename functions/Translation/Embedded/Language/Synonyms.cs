using System.Reflection;

namespace FunctionsPlatform.Translation.Embedded.Language;

/// <summary>Words that mean much the same in the names of schemas. See <c>synonyms.txt</c> and <c>wordnet.txt</c> for where they come
/// from.</summary>
internal static class Synonyms
{
    /// <summary>A dictionary's synonyms are less sure than those found in questions.</summary>
    private const double WordNetWeight = 0.5;

    private static readonly Dictionary<string, List<Synonym>> Groups = Load();

    public static IReadOnlyList<Synonym> Of(string lemma) => Groups.TryGetValue(lemma, out var synonyms) ? synonyms : [];

    /// <summary>A line is <c>word: synonym synonym ...</c>, in both directions; <c>&gt;</c> in place of the colon makes it one
    /// way.</summary>
    private static Dictionary<string, List<Synonym>> Load()
    {
        var groups = new Dictionary<string, List<Synonym>>(StringComparer.Ordinal);
        Load("synonyms.txt", 1, groups);
        Load("wordnet.txt", WordNetWeight, groups);
        return groups;
    }

    private static void Load(string resource, double weight, Dictionary<string, List<Synonym>> groups)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.IndexOfAny([':', '>']) is not (> 0 and var at))
            {
                continue;
            }

            foreach (var synonym in line[(at + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Add(groups, line[..at], synonym, weight);
                if (line[at] == ':')
                {
                    Add(groups, synonym, line[..at], weight);
                }
            }
        }
    }

    private static void Add(Dictionary<string, List<Synonym>> groups, string word, string synonym, double weight)
    {
        if (!groups.TryGetValue(word, out var list))
        {
            groups[word] = list = [];
        }

        if (!list.Exists(known => known.Word == synonym))
        {
            list.Add(new Synonym(synonym, weight));
        }
    }
}

/// <param name="Weight">How near the meaning is, 0 to 1.</param>
internal readonly record struct Synonym(string Word, double Weight);
