using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Translation.Embedded.Network.Layers;

/// <summary>What positions take from those that they attend to, by several heads, each with its part of the width.</summary>
internal sealed class Attention(SafetensorsFile file, string prefix, NetworkShape shape)
{
    private readonly AttentionProjections _projections = new(file, prefix, shape);

    public void AddKeys(Matrix normalized, KeysValues attended) => _projections.AddKeys(normalized, attended);

    /// <param name="visible">What scores start from: zero, or minus infinity where there is nothing to be attended to.</param>
    public void AddTo(Matrix states, Matrix normalized, KeysValues attended, Matrix visible)
    {
        using var workspace = new Workspace();
        var queries = _projections.Query.Apply(normalized, workspace);
        var scores = workspace.Matrix(states.Rows, visible.Columns);
        var taken = workspace.Matrix(states.Rows, states.Columns);
        taken.Values.Clear();
        for (var head = 0; head < shape.Heads; head++)
        {
            var from = head * shape.HeadWidth;
            visible.CopyTo(scores);
            MatrixProduct.Add(queries.Slice(from, shape.HeadWidth), attended.Keys(from), scores);
            Softmax.Apply(scores, attended.Count);
            MatrixProduct.Add(scores.Slice(0, attended.Count), attended.Values(from), taken.Slice(from, shape.HeadWidth));
        }

        _projections.Output.AddTo(states, taken);
    }
}
