using FunctionsPlatform.Translation.Embedded.Network.Kernels;
using FunctionsPlatform.Translation.Embedded.Network.Layers;

namespace FunctionsPlatform.Translation.Embedded.Network;

/// <summary>A question over a schema, read by the network: what plans are written from.</summary>
internal sealed class EncodedInput : IDisposable
{
    private readonly Workspace _memory = new();
    private readonly float[] _itemLogits;
    private readonly float[] _pointerInputs;
    private readonly int _width;

    public EncodedInput(int positions, int questions, float[] itemLogits, KeysValues[] attended, int width)
    {
        (Positions, Questions, Attended) = (positions, questions, attended);
        (_itemLogits, _width) = (itemLogits, width);
        _pointerInputs = _memory.Rent(positions * width);
        PackedPointerKeys = _memory.Zeros(Panels.Padded(positions) * width);
    }

    public int Positions { get; }

    /// <summary>So many positions, the first ones, are the question's tokens, which symbols cannot point at.</summary>
    public int Questions { get; }

    /// <summary>Of each position that symbols can point at, the logit of its being pointed at; minus infinity for tokens.</summary>
    public ReadOnlySpan<float> ItemLogits => _itemLogits;

    /// <summary>Of each layer of the decoder.</summary>
    public KeysValues[] Attended { get; }

    /// <summary>What the decoder reads where a symbol points at a position.</summary>
    public Matrix PointerInputs => new(_pointerInputs.AsSpan(0, Positions * _width), Positions, _width);

    public float[] PackedPointerKeys { get; }

    public void Dispose()
    {
        _memory.Dispose();
        Array.ForEach(Attended, static attended => attended.Dispose());
    }
}
