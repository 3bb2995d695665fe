using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Translation.Embedded.Network.Layers;

/// <summary>One round in which symbols look at those before them and at the positions of the input.</summary>
internal sealed class DecoderLayer(SafetensorsFile file, string name, NetworkShape shape)
{
    private readonly LayerNorm _selfNorm = new(file, $"{name}.norm1", shape.Width);
    private readonly Attention _self = new(file, $"{name}.self_", shape);
    private readonly LayerNorm _crossNorm = new(file, $"{name}.norm2", shape.Width);
    private readonly Attention _cross = new(file, $"{name}.cross_", shape);
    private readonly LayerNorm _feedForwardNorm = new(file, $"{name}.norm3", shape.Width);
    private readonly FeedForward _feedForward = new(file, name, shape);

    /// <summary>Adds encoded positions to those that symbols attend to.</summary>
    public void ReadPositions(Matrix encoded, KeysValues positions) => _cross.AddKeys(encoded, positions);

    /// <param name="symbols">Of the symbols before; those of the states are added.</param>
    /// <param name="visibleSymbols">A row for each state, a column for each symbol.</param>
    /// <param name="visiblePositions">A row for each state, a column for each position.</param>
    public void Apply(Matrix states, KeysValues symbols, Matrix visibleSymbols, KeysValues positions, Matrix visiblePositions)
    {
        using var workspace = new Workspace();
        var normalized = _selfNorm.Apply(states, workspace);
        _self.AddKeys(normalized, symbols);
        _self.AddTo(states, normalized, symbols, visibleSymbols);
        _cross.AddTo(states, _crossNorm.Apply(states, workspace), positions, visiblePositions);
        _feedForward.AddTo(states, _feedForwardNorm.Apply(states, workspace));
    }
}
