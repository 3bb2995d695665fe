using FunctionsPlatform.Translation.Embedded.Network.Kernels;
using FunctionsPlatform.Translation.Embedded.Network.Layers;

namespace FunctionsPlatform.Translation.Embedded.Network;

/// <summary>
/// Plans in the writing, side by side. The symbols of all of them form one tree, so that plans share what they have in common: a symbol
/// sees its ancestors alone.
/// </summary>
internal sealed class DecoderBeams : IDisposable
{
    private const int NoParent = -1;

    private readonly Decoder _decoder;
    private readonly EncodedInput _encoding;
    private readonly KeysValues[] _symbols;
    private readonly List<Node> _tree = [];
    private float[] _logProbabilities = [];

    private DecoderBeams(Decoder decoder, EncodedInput encoding)
    {
        (_decoder, _encoding) = (decoder, encoding);
        _symbols = [.. encoding.Attended.Select(_ => new KeysValues(decoder.Shape.Width))];
    }

    /// <summary>How many plans there are.</summary>
    public int Count { get; private set; }

    private int Symbols => _decoder.Shape.FixedSymbols + _encoding.Positions;

    /// <summary>One plan, empty as yet.</summary>
    public static DecoderBeams Start(Decoder decoder, EncodedInput encoding)
    {
        var beams = new DecoderBeams(decoder, encoding);
        beams.Grow([(NoParent, ParserNetwork.BeginOfPlan)], 0);
        return beams;
    }

    /// <summary>The log-probability of a whole plan, all of its symbols read at once.</summary>
    public static double Score(Decoder decoder, EncodedInput encoding, IReadOnlyList<int> plan)
    {
        using var beams = new DecoderBeams(decoder, encoding);
        beams.Grow([.. plan.Select((_, place) => (place - 1, place == 0 ? ParserNetwork.BeginOfPlan : plan[place - 1]))], 0);
        var sum = 0.0;
        for (var place = 0; place < plan.Count; place++)
        {
            sum += beams.LogProbabilities(place)[plan[place]];
        }

        return sum;
    }

    /// <summary>Of every symbol as a plan's next: fixed ones, then the positions.</summary>
    public ReadOnlySpan<float> LogProbabilities(int beam) => _logProbabilities.AsSpan(beam * Panels.Padded(Symbols), Symbols);

    /// <summary>Goes on with these plans in place of those there are.</summary>
    /// <param name="moves">Each goes on from the plan at an index, which may be used several times or never, with a symbol.</param>
    public void Advance(ReadOnlySpan<(int Parent, int Symbol)> moves)
    {
        foreach (var (parent, _) in moves)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(parent, nameof(moves));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(parent, Count, nameof(moves));
        }

        Grow(moves, _tree.Count - Count);
    }

    public void Dispose() => Array.ForEach(_symbols, static symbols => symbols.Dispose());

    /// <param name="origin">Parents are counted from this node of the tree.</param>
    private void Grow(ReadOnlySpan<(int Parent, int Symbol)> added, int origin)
    {
        using var workspace = new Workspace();
        var first = _tree.Count;
        var states = workspace.Matrix(added.Length, _decoder.Shape.Width);
        var visible = workspace.Matrix(added.Length, Panels.Padded(first + added.Length));
        visible.Values.Fill(float.NegativeInfinity);
        for (var row = 0; row < added.Length; row++)
        {
            var parent = added[row].Parent == NoParent ? NoParent : origin + added[row].Parent;
            var place = parent == NoParent ? 0 : _tree[parent].Place + 1;
            Check(added[row].Symbol, place);
            _tree.Add(new Node(parent, place));
            _decoder.Embed(added[row].Symbol, place, _encoding, states[row]);
            for (var node = first + row; node != NoParent; node = _tree[node].Parent)
            {
                visible[row][node] = 0;
            }
        }

        Count = added.Length;
        var width = Panels.Padded(Symbols);
        if (_logProbabilities.Length < Count * width)
        {
            _logProbabilities = new float[Count * width];
        }

        _decoder.Apply(states, _symbols, visible, _encoding, new Matrix(_logProbabilities, Count, width));
    }

    private void Check(int symbol, int place)
    {
        var pointed = symbol - _decoder.Shape.FixedSymbols;
        if (symbol < 0 || symbol >= Symbols || (pointed >= 0 && pointed < _encoding.Questions))
        {
            throw new ArgumentOutOfRangeException(nameof(symbol), symbol, "There is no such symbol.");
        }

        if (place >= _decoder.Shape.MaxTarget)
        {
            throw new InvalidOperationException($"A plan has at most {_decoder.Shape.MaxTarget} symbols.");
        }
    }

    private readonly record struct Node(int Parent, int Place);
}
