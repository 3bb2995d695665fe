using System.Numerics.Tensors;
using FunctionsPlatform.Translation.Embedded.Network.Kernels;
using FunctionsPlatform.Translation.Embedded.Network.Layers;

namespace FunctionsPlatform.Translation.Embedded.Network;

/// <summary>Reads a question over a schema: each position gets a state that says what it is here.</summary>
internal sealed class Encoder
{
    private readonly NetworkShape _shape;
    private readonly WordVectors _vectors;
    private readonly Linear _word;
    private readonly float[] _tags;
    private readonly float[] _kinds;
    private readonly LayerNorm _embeddingNorm;
    private readonly EncoderLayer[] _layers;
    private readonly LayerNorm _norm;

    public Encoder(SafetensorsFile file, NetworkShape shape, WordVectors vectors)
    {
        (_shape, _vectors) = (shape, vectors);
        _word = new Linear(file, "embed.word", vectors.Width, shape.Width);
        _tags = file.Values("embed.tag", shape.Tags, shape.Width);
        _kinds = file.Values("embed.kind", NetworkInput.Kinds, shape.Width);
        _embeddingNorm = new LayerNorm(file, "embed.norm", shape.Width);
        _layers = [.. Enumerable.Range(0, shape.EncoderLayers).Select(layer => new EncoderLayer(file, $"encoder.{layer}", shape))];
        _norm = new LayerNorm(file, "encoder.norm", shape.Width);
    }

    /// <summary>A row for each position.</summary>
    public Matrix Apply(NetworkInput input, Workspace workspace)
    {
        var states = Embed(input, workspace);
        var similarities = workspace.Matrix(input.Positions, input.Positions);
        TensorPrimitives.ConvertTruncating<byte, float>(input.Similarities, similarities.Values);
        TensorPrimitives.Divide(similarities.Values, byte.MaxValue, similarities.Values);
        foreach (var layer in _layers)
        {
            layer.Apply(states, input.Relations, similarities);
        }

        _norm.Apply(states, states);
        return states;
    }

    private Matrix Embed(NetworkInput input, Workspace workspace)
    {
        var words = workspace.Matrix(input.Positions, _vectors.Width);
        words.Values.Clear();
        for (var position = 0; position < input.Positions; position++)
        {
            foreach (var word in input.Words[position])
            {
                _vectors.AddTo(words[position], word, 1f / input.Words[position].Length);
            }
        }

        var states = _word.Apply(words, workspace);
        for (var position = 0; position < input.Positions; position++)
        {
            Add(states[position], _kinds, input.KindOf(position));
            foreach (var tag in input.Tags[position])
            {
                Add(states[position], _tags, tag);
            }
        }

        _embeddingNorm.Apply(states, states);
        return states;
    }

    private void Add(Span<float> state, float[] table, int row) =>
        TensorPrimitives.Add(state, table.AsSpan(row * _shape.Width, _shape.Width), state);
}
