namespace FunctionsPlatform.Predictions;

/// <summary>
/// Scores rows by how few random cuts set them apart: near 1 what is unlike the rest, below a half what is like it. Liu, Ting and Zhou, "Isolation Forest" (2008).
/// </summary>
internal sealed class IsolationForest : IScorer
{
    private const int Trees = 100;
    private const int SampleSize = 256;
    private const double EulerGamma = 0.5772156649015329;

    private readonly Node[][] _trees;
    private readonly double _usualDepth;

    private IsolationForest(Node[][] trees, int sample) => (_trees, Sample, _usualDepth) = (trees, sample, UsualDepth(sample));

    private int Sample { get; }

    public static IsolationForest Fit(IReadOnlyList<float[]> rows, int seed)
    {
        var chance = new Random(seed);
        var sample = Math.Min(SampleSize, rows.Count);
        var deepest = (int)Math.Ceiling(Math.Log2(Math.Max(2, sample)));
        var trees = new Node[Trees][];
        for (var tree = 0; tree < Trees; tree++)
        {
            var nodes = new List<Node>();
            Grow(nodes, Enumerable.Range(0, sample).Select(_ => rows[chance.Next(rows.Count)]).ToList(), deepest, chance);
            trees[tree] = [.. nodes];
        }

        return new IsolationForest(trees, sample);
    }

    public static IsolationForest Load(byte[] saved)
    {
        using var reader = new BinaryReader(new MemoryStream(saved));
        var sample = reader.ReadInt32();
        var trees = new Node[reader.ReadInt32()][];
        for (var tree = 0; tree < trees.Length; tree++)
        {
            trees[tree] = new Node[reader.ReadInt32()];
            for (var node = 0; node < trees[tree].Length; node++)
                trees[tree][node] = new Node(reader.ReadInt32(), reader.ReadSingle(), reader.ReadInt32(), reader.ReadInt32());
        }

        return new IsolationForest(trees, sample);
    }

    public byte[] Save()
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Sample);
        writer.Write(_trees.Length);
        foreach (var tree in _trees)
        {
            writer.Write(tree.Length);
            foreach (var node in tree)
            {
                writer.Write(node.Feature);
                writer.Write(node.Cut);
                writer.Write(node.Right);
                writer.Write(node.Rows);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    public float[] Score(float[] features) => [(float)Math.Pow(2, -_trees.Average(tree => Depth(tree, features)) / Math.Max(_usualDepth, 1e-9))];

    private static double Depth(Node[] tree, float[] features)
    {
        var (node, depth) = (0, 0);
        for (; tree[node].Feature >= 0; depth++)
            node = features[tree[node].Feature] < tree[node].Cut ? node + 1 : tree[node].Right;
        return depth + UsualDepth(tree[node].Rows);
    }

    /// <returns>The place of the node that was grown. Its left child is the one after it.</returns>
    private static int Grow(List<Node> nodes, List<float[]> rows, int deeper, Random chance)
    {
        var place = nodes.Count;
        nodes.Add(new Node(-1, 0, 0, rows.Count));
        if (deeper == 0 || rows.Count <= 1)
            return place;
        int[] varying = [.. Enumerable.Range(0, rows[0].Length).Where(feature => rows.Exists(row => row[feature] != rows[0][feature]))];
        if (varying.Length == 0)
            return place;
        var cutFeature = varying[chance.Next(varying.Length)];
        var (least, most) = (rows.Min(row => row[cutFeature]), rows.Max(row => row[cutFeature]));
        var cut = least + ((most - least) * (1 - chance.NextSingle())); // never the least itself, so that both sides have rows
        Grow(nodes, rows.FindAll(row => row[cutFeature] < cut), deeper - 1, chance);
        nodes[place] = new Node(cutFeature, cut, Grow(nodes, rows.FindAll(row => row[cutFeature] >= cut), deeper - 1, chance), rows.Count);
        return place;
    }

    /// <summary>The depth at which a search for what is not there ends in a tree of so many rows.</summary>
    private static double UsualDepth(int rows) => rows switch
    {
        <= 1 => 0,
        2 => 1,
        _ => (2 * (Math.Log(rows - 1) + EulerGamma)) - (2.0 * (rows - 1) / rows),
    };

    /// <param name="Feature">That is cut; -1 of a leaf.</param>
    /// <param name="Right">The place of the child for values from the cut on.</param>
    private readonly record struct Node(int Feature, float Cut, int Right, int Rows);
}
