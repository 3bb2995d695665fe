using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Network;
using FunctionsPlatform.Translation.Embedded.Ranking;

namespace FunctionsPlatform.Translation.Embedded.Parsing;

/// <summary>What was learnt, read once from the assembly.</summary>
internal static class ParserModel
{
    private static readonly Lazy<WordVectors> LoadedVectors = new(() => WordVectors.Read(Resource("word-vectors.bin")));

    private static readonly Lazy<ParserNetwork> LoadedNetwork = new(() => ParserNetwork.Load(Resource("network.safetensors"), Vectors));

    private static readonly Lazy<CandidateRanker> LoadedRanker = new(() => CandidateRanker.Read(Resource("ranking.json")));

    public static WordVectors Vectors => LoadedVectors.Value;

    public static ParserNetwork Network => LoadedNetwork.Value;

    public static CandidateRanker Ranker => LoadedRanker.Value;

    /// <summary>A question's words as the network reads them.</summary>
    public static IReadOnlyList<Token> Words(string question, SchemaIndex index) => Ellipsis.Expand(Tokenizer.Tokenize(question), index.Names);

    private static Stream Resource(string name) =>
        typeof(ParserModel).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
}
