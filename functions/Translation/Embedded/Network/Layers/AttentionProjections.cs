using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Translation.Embedded.Network.Layers;

/// <summary>What states are turned into where they attend to others, and what is taken from those into a change of the state.</summary>
/// <param name="prefix">Of the names of the four.</param>
internal sealed class AttentionProjections(SafetensorsFile file, string prefix, NetworkShape shape)
{
    private readonly Linear _key = new(file, $"{prefix}k", shape.Width, shape.Width);
    private readonly Linear _value = new(file, $"{prefix}v", shape.Width, shape.Width);

    /// <summary>Scaled, so that scores are plain products with keys.</summary>
    public Linear Query { get; } = new(file, $"{prefix}q", shape.Width, shape.Width, 1 / MathF.Sqrt(shape.HeadWidth));

    public Linear Output { get; } = new(file, $"{prefix}o", shape.Width, shape.Width);

    public void AddKeys(Matrix normalized, KeysValues attended)
    {
        using var workspace = new Workspace();
        attended.Add(_key.Apply(normalized, workspace), _value.Apply(normalized, workspace));
    }
}
