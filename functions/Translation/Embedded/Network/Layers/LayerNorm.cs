using System.Numerics.Tensors;
using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Translation.Embedded.Network.Layers;

/// <summary>Rows brought to mean 0 and variance 1, then weighted and shifted.</summary>
internal sealed class LayerNorm(SafetensorsFile file, string name, int width)
{
    private const float Epsilon = 1e-5f;

    private readonly float[] _weight = file.Values($"{name}.weight", width);
    private readonly float[] _bias = file.Values($"{name}.bias", width);

    public Matrix Apply(Matrix rows, Workspace workspace)
    {
        var result = workspace.Matrix(rows.Rows, rows.Columns);
        Apply(rows, result);
        return result;
    }

    /// <summary>The result may be the rows themselves.</summary>
    public void Apply(Matrix rows, Matrix result)
    {
        for (var row = 0; row < rows.Rows; row++)
        {
            var values = result[row];
            TensorPrimitives.Subtract(rows[row], TensorPrimitives.Sum<float>(rows[row]) / width, values);
            var variance = TensorPrimitives.SumOfSquares<float>(values) / width;
            TensorPrimitives.Multiply(values, 1 / MathF.Sqrt(variance + Epsilon), values);
            TensorPrimitives.MultiplyAdd(values, _weight, _bias, values);
        }
    }
}
