using System.Numerics.Tensors;
using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Translation.Embedded.Network.Layers;

/// <summary>What each position makes of its own state.</summary>
internal sealed class FeedForward(SafetensorsFile file, string layer, NetworkShape shape)
{
    private readonly Linear _inner = new(file, $"{layer}.ff1", shape.Width, shape.FeedForward);
    private readonly Linear _outer = new(file, $"{layer}.ff2", shape.FeedForward, shape.Width);

    public void AddTo(Matrix states, Matrix normalized)
    {
        using var workspace = new Workspace();
        var inner = _inner.Apply(normalized, workspace);
        TensorPrimitives.Max(inner.Values, 0, inner.Values);
        _outer.AddTo(states, inner);
    }
}
