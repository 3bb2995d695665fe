using System.Numerics.Tensors;
using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Translation.Embedded.Network;

/// <summary>
/// A network that reads a question over a schema and writes a plan for its query, symbol by symbol. Symbols are fixed ones, whose meaning
/// is the plan's business, or point at a table, a column or a value of the input. Many requests may use it at a time.
/// </summary>
internal sealed class ParserNetwork
{
    /// <summary>What every plan starts with, unsaid.</summary>
    public const int BeginOfPlan = 0;

    /// <summary>The last symbol of every plan.</summary>
    public const int EndOfPlan = 1;

    private readonly Encoder _encoder;
    private readonly Decoder _decoder;
    private readonly float[] _itemWeight;
    private readonly float _itemBias;

    private ParserNetwork(SafetensorsFile file, NetworkShape shape, WordVectors vectors)
    {
        Shape = shape;
        _encoder = new Encoder(file, shape, vectors);
        _decoder = new Decoder(file, shape);
        _itemWeight = file.Values("item.weight", 1, shape.Width);
        _itemBias = file.Values("item.bias", 1)[0];
    }

    public NetworkShape Shape { get; }

    /// <exception cref="InvalidDataException">The weights are damaged or of another network.</exception>
    public static ParserNetwork Load(Stream weights, WordVectors vectors)
    {
        var file = SafetensorsFile.Read(weights);
        return new ParserNetwork(file, NetworkShape.Of(file), vectors);
    }

    public EncodedInput Encode(NetworkInput input)
    {
        Check(input);
        using var workspace = new Workspace();
        var states = _encoder.Apply(input, workspace);
        var itemLogits = new float[input.Positions];
        for (var position = 0; position < itemLogits.Length; position++)
        {
            itemLogits[position] = position < input.Questions
                ? float.NegativeInfinity : TensorPrimitives.Dot<float>(states[position], _itemWeight) + _itemBias;
        }

        return _decoder.Read(states, input.Questions, itemLogits);
    }

    /// <summary>A plan, empty as yet, to be continued for as long as the encoding is not disposed of.</summary>
    public DecoderBeams Start(EncodedInput encoding) => DecoderBeams.Start(_decoder, encoding);

    /// <summary>The log-probability of a plan, its last symbol included.</summary>
    public double Score(EncodedInput encoding, IReadOnlyList<int> symbols) => DecoderBeams.Score(_decoder, encoding, symbols);

    private void Check(NetworkInput input)
    {
        var pairs = input.Positions * input.Positions;
        if (input.Positions == 0 || input.Words.Length != input.Positions || input.Tags.Length != input.Positions
            || input.Relations.Length != pairs || input.Similarities.Length != pairs
            || input.Relations.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)Math.Min(byte.MaxValue, Shape.Relations - 1)))
        {
            throw new ArgumentException("The input's parts do not fit one another or the network.", nameof(input));
        }
    }
}
