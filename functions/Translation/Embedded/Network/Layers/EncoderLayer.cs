using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Translation.Embedded.Network.Layers;

/// <summary>One round in which all positions of a question and its schema look at one another.</summary>
internal sealed class EncoderLayer(SafetensorsFile file, string name, NetworkShape shape)
{
    private readonly LayerNorm _attentionNorm = new(file, $"{name}.norm1", shape.Width);
    private readonly RelationalAttention _attention = new(file, name, shape);
    private readonly LayerNorm _feedForwardNorm = new(file, $"{name}.norm2", shape.Width);
    private readonly FeedForward _feedForward = new(file, name, shape);

    public void Apply(Matrix states, ReadOnlySpan<byte> relations, Matrix similarities)
    {
        using var workspace = new Workspace();
        _attention.AddTo(states, _attentionNorm.Apply(states, workspace), relations, similarities);
        _feedForward.AddTo(states, _feedForwardNorm.Apply(states, workspace));
    }
}
