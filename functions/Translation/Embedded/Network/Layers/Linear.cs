using System.Numerics.Tensors;
using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Translation.Embedded.Network.Layers;

/// <summary>
/// A weighted sum of its inputs for each output. Weights are kept as integers of 16 bits, which are as fine as the file's floats where it
/// matters.
/// </summary>
internal sealed class Linear
{
    private readonly short[] _packed;
    private readonly float _scale;
    private readonly float[] _bias;
    private readonly int _inputs;

    /// <param name="scale">What all outputs are multiplied by.</param>
    public Linear(SafetensorsFile file, string name, int inputs, int outputs, float scale = 1, bool hasBias = true)
    {
        var weights = Scaled(file.Values($"{name}.weight", outputs, inputs), scale);
        _inputs = inputs;
        _bias = hasBias ? Scaled(file.Values($"{name}.bias", outputs), scale) : new float[outputs];
        _scale = Math.Max(float.Epsilon, MathF.Abs(TensorPrimitives.MaxMagnitude<float>(weights)) / short.MaxValue);
        var packed = new float[Panels.Padded(outputs) * inputs];
        Panels.Pack(new Matrix(weights, outputs, inputs), 0, packed);
        TensorPrimitives.Divide(packed, _scale, packed);
        TensorPrimitives.Round<float>(packed, packed);
        _packed = new short[packed.Length];
        TensorPrimitives.ConvertTruncating<float, short>(packed, _packed);
    }

    public int Outputs => _bias.Length;

    /// <summary>Sets the result.</summary>
    public void Apply(Matrix rows, Matrix result)
    {
        result.Fill(_bias);
        MatrixProduct.Add(rows, Panels.OfPacked<short>(_packed, _inputs, _scale), result);
    }

    public Matrix Apply(Matrix rows, Workspace workspace)
    {
        var result = workspace.Matrix(rows.Rows, Outputs);
        Apply(rows, result);
        return result;
    }

    /// <summary>Adds to what the result holds.</summary>
    public void AddTo(Matrix result, Matrix rows)
    {
        result.Add(_bias);
        MatrixProduct.Add(rows, Panels.OfPacked<short>(_packed, _inputs, _scale), result);
    }

    private static float[] Scaled(float[] values, float scale)
    {
        TensorPrimitives.Multiply(values, scale, values);
        return values;
    }
}
