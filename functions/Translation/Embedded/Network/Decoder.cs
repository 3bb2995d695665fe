using System.Numerics.Tensors;
using FunctionsPlatform.Translation.Embedded.Network.Kernels;
using FunctionsPlatform.Translation.Embedded.Network.Layers;

namespace FunctionsPlatform.Translation.Embedded.Network;

/// <summary>Says which symbol a plan goes on with.</summary>
internal sealed class Decoder
{
    private readonly NetworkShape _shape;
    private readonly float[] _fixedInputs;
    private readonly Linear _pointerInput;
    private readonly float[] _places;
    private readonly DecoderLayer[] _layers;
    private readonly LayerNorm _norm;
    private readonly Linear _fixed;
    private readonly Linear _pointerQuery;
    private readonly Linear _pointerKey;

    public Decoder(SafetensorsFile file, NetworkShape shape)
    {
        _shape = shape;
        _fixedInputs = file.Values("decoder.fixed_in", shape.FixedSymbols, shape.Width);
        _pointerInput = new Linear(file, "decoder.pointer", shape.Width, shape.Width);
        _places = file.Values("decoder.position", shape.MaxTarget, shape.Width);
        _layers = [.. Enumerable.Range(0, shape.DecoderLayers).Select(layer => new DecoderLayer(file, $"decoder.{layer}", shape))];
        _norm = new LayerNorm(file, "decoder.norm", shape.Width);
        _fixed = new Linear(file, "decoder.fixed_out", shape.Width, shape.FixedSymbols);
        _pointerQuery = new Linear(file, "decoder.pointer_query", shape.Width, shape.Width, 1 / MathF.Sqrt(shape.Width));
        _pointerKey = new Linear(file, "decoder.pointer_key", shape.Width, shape.Width, hasBias: false);
    }

    public NetworkShape Shape => _shape;

    /// <summary>What of the encoded positions is needed for every symbol.</summary>
    public EncodedInput Read(Matrix encoded, int questions, float[] itemLogits)
    {
        var attended = _layers.Select(_ => new KeysValues(_shape.Width)).ToArray();
        var encoding = new EncodedInput(encoded.Rows, questions, itemLogits, attended, _shape.Width);
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].ReadPositions(encoded, attended[layer]);
        }

        _pointerInput.Apply(encoded, encoding.PointerInputs);
        using var workspace = new Workspace();
        Panels.Pack(_pointerKey.Apply(encoded, workspace), 0, encoding.PackedPointerKeys);
        return encoding;
    }

    /// <summary>A symbol at its place in the plan, as the first layer reads it.</summary>
    public void Embed(int symbol, int place, EncodedInput encoding, Span<float> state)
    {
        var input = symbol < _shape.FixedSymbols
            ? _fixedInputs.AsSpan(symbol * _shape.Width, _shape.Width) : encoding.PointerInputs[symbol - _shape.FixedSymbols];
        TensorPrimitives.Add(input, _places.AsSpan(place * _shape.Width, _shape.Width), state);
    }

    /// <param name="states">Embedded symbols; changed on the way.</param>
    /// <param name="symbols">Of each layer, what symbols before left there; the new ones are added.</param>
    /// <param name="visibleSymbols">What scores of symbols start from, a row for each state.</param>
    /// <param name="logProbabilities">Of the next symbol, a row for each state, <see cref="Panels.Padded"/>.</param>
    public void Apply(Matrix states, KeysValues[] symbols, Matrix visibleSymbols, EncodedInput encoding, Matrix logProbabilities)
    {
        using var workspace = new Workspace();
        var visiblePositions = workspace.Matrix(states.Rows, Panels.Padded(encoding.Positions));
        visiblePositions.Fill(float.NegativeInfinity);
        visiblePositions.Slice(0, encoding.Positions).Fill(0);
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].Apply(states, symbols[layer], visibleSymbols, encoding.Attended[layer], visiblePositions);
        }

        _norm.Apply(states, states);
        logProbabilities.Fill(float.NegativeInfinity);
        _fixed.Apply(states, logProbabilities.Slice(0, _shape.FixedSymbols));
        var pointers = logProbabilities.Slice(_shape.FixedSymbols, encoding.Positions);
        pointers.Fill(0);
        var queries = _pointerQuery.Apply(states, workspace);
        MatrixProduct.Add(queries, Panels.OfPacked<float>(encoding.PackedPointerKeys, _shape.Width), pointers);
        pointers.Slice(0, encoding.Questions).Fill(float.NegativeInfinity);
        Softmax.ApplyLog(logProbabilities);
    }
}
