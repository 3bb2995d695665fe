using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FunctionsPlatform.Translation.Embedded.Network;

namespace FunctionsPlatform.Tests.Translation.Embedded.Network;

/// <summary>A tiny network of random weights, an input, and what the network that is trained (<c>bench/Training</c>) says of it.</summary>
internal static class NetworkReference
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Translation", "Embedded", "Network");
    private static readonly JsonNode Json = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "reference.json")))!;

    public static byte[] Weights { get; } = File.ReadAllBytes(Path.Combine(Folder, "reference.safetensors"));

    public static WordVectors Vectors { get; } = ReadVectors();

    public static NetworkInput Input { get; } = ReadInput(Json["example"]!);

    public static int[] Target { get; } = Json["example"]!["target"].Numbers<int>();

    /// <summary>Of every position.</summary>
    public static float[] ItemLogits { get; } = Json["items"].Numbers<float>();

    /// <summary>After each symbol of the target, from none to all but the last.</summary>
    public static float[][] LogProbabilities { get; } = [.. Json["log_probabilities"]!.AsArray().Select(row => row.Numbers<float>())];

    public static ParserNetwork Load() => ParserNetwork.Load(new MemoryStream(Weights), Vectors);

    private static WordVectors ReadVectors()
    {
        var halves = MemoryMarshal.Cast<byte, Half>(Convert.FromBase64String((string)Json["vectors"]!)).ToArray();
        var width = (int)Json["meta"]!["word_width"]!;
        var words = Enumerable.Range(1, halves.Length / width - 1).Select(id => id.ToString(CultureInfo.InvariantCulture)).ToList();
        using var file = new MemoryStream();
        WordVectors.Write(file, words, width, [.. halves.Skip(width).Select(half => (float)half)]);
        file.Position = 0;
        return WordVectors.Read(file);
    }

    private static NetworkInput ReadInput(JsonNode example)
    {
        var counts = example["counts"].Numbers<int>();
        return new NetworkInput(
            counts[0], counts[1], counts[2], counts[3], Lists(example["words"]), Lists(example["tags"]),
            Convert.FromBase64String((string)example["relations"]!), Convert.FromBase64String((string)example["similarities"]!));
    }

    private static int[][] Lists(JsonNode? lists) => [.. lists!.AsArray().Select(list => list.Numbers<int>())];

    /// <summary>What is null in the file is minus infinity.</summary>
    private static T[] Numbers<T>(this JsonNode? list)
        where T : struct =>
        [.. list!.AsArray().Select(number => number is null ? (T)(object)float.NegativeInfinity : number.GetValue<T>())];
}
