namespace FunctionsPlatform.Predictions;

/// <summary>The features of a model in their order, and where each stands in the numbers that its algorithm takes.</summary>
internal sealed class FeatureLayout
{
    private readonly FeatureEncoder[] _encoders;
    private readonly int[] _starts;

    public FeatureLayout(IReadOnlyList<Feature> features)
    {
        _encoders = [.. features.Select(feature => new FeatureEncoder(feature))];
        _starts = new int[_encoders.Length];
        for (var index = 0; index < _encoders.Length; index++)
        {
            _starts[index] = Width;
            Width += _encoders[index].Width;
        }
    }

    public IReadOnlyList<FeatureEncoder> Encoders => _encoders;

    public int Width { get; }

    public float[] Encode(IReadOnlyList<object?> values)
    {
        var slots = new float[Width];
        for (var index = 0; index < _encoders.Length; index++)
            _encoders[index].Encode(values[index], Slots(slots, index));
        return slots;
    }

    /// <summary>The part of the numbers that one feature has.</summary>
    public Span<float> Slots(Span<float> slots, int feature) => slots.Slice(_starts[feature], _encoders[feature].Width);
}
