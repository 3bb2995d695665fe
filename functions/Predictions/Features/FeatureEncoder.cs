using System.Collections.Frozen;
using System.IO.Hashing;
using System.Text;

namespace FunctionsPlatform.Predictions;

/// <summary>Turns the values of one feature into numbers that algorithms take, and into bins that drift is counted in.</summary>
internal sealed class FeatureEncoder
{
    private const int TextSlots = 256;
    private const int DateSlots = 7;
    private const int MostWords = 10_000;

    /// <summary>In deviations. What is farther off makes no sense to any algorithm, and sums of it may be no numbers.</summary>
    private const double Farthest = 1e6;

    private readonly Feature _feature;
    private readonly FrozenDictionary<string, int> _places;

    public FeatureEncoder(Feature feature)
    {
        _feature = feature;
        _places = feature.Categories.Select((category, place) => KeyValuePair.Create(category, place)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    public Feature Feature => _feature;

    public int Width => _feature.Kind switch
    {
        FeatureKind.Numeric => _feature.HasGaps ? 2 : 1,
        FeatureKind.Categorical => _feature.Categories.Count + 1,
        FeatureKind.Text => TextSlots,
        _ => DateSlots,
    };

    /// <param name="slots">As many as <see cref="Width"/>, all zero.</param>
    public void Encode(object? value, Span<float> slots)
    {
        switch (_feature.Kind)
        {
            case FeatureKind.Numeric:
                if (value is double or bool)
                    slots[0] = Scaled(CellValue.Number(value)!.Value);
                else if (_feature.HasGaps)
                    slots[1] = 1;
                break;
            case FeatureKind.Categorical:
                if (value is not null)
                    slots[PlaceOf(value)] = 1;
                break;
            case FeatureKind.Text:
                EncodeText(value as string, slots);
                break;
            default:
                EncodeDate(value as DateTime?, slots);
                break;
        }
    }

    public int BinOf(object? value)
    {
        var missing = _feature.Spread.Shares.Count - 1;
        if (value is null)
            return missing;
        if (_feature.Kind == FeatureKind.Categorical)
            return Math.Min(PlaceOf(value), missing - 1);
        return Measure(value) is { } measure ? BinOf(measure, _feature.Spread.Edges) : missing;
    }

    /// <summary>The number by which a value of a feature without categories is put into a bin; of a text, its length.</summary>
    public static double? Measure(object? value) => value is string text ? text.Length : CellValue.Number(value);

    public static int BinOf(double measure, IReadOnlyList<double> edges)
    {
        var bin = 0;
        while (bin < edges.Count && measure > edges[bin])
            bin++;
        return bin;
    }

    private int PlaceOf(object value) => _places.TryGetValue(CellValue.Text(value), out var place) ? place : _feature.Categories.Count;

    private float Scaled(double number) => (float)Math.Clamp((number - _feature.Mean) / _feature.Deviation, -Farthest, Farthest);

    private void EncodeDate(DateTime? value, Span<float> slots)
    {
        if (value is not { } time)
            return;
        slots[0] = Scaled(CellValue.Number(time)!.Value);
        Circle(slots[1..3], (time.DayOfYear - 1) / 366.0);
        Circle(slots[3..5], (int)time.DayOfWeek / 7.0);
        Circle(slots[5..7], time.TimeOfDay.TotalDays);
    }

    /// <summary>A place on a circle, so that the end of a year is near its beginning.</summary>
    private static void Circle(Span<float> slots, double turn) => (slots[0], slots[1]) = ((float)Math.Sin(Math.Tau * turn), (float)Math.Cos(Math.Tau * turn));

    /// <summary>Words by the hash of each (Weinberger et al., "Feature Hashing", 2009), of length one as a whole.</summary>
    private static void EncodeText(string? text, Span<float> slots)
    {
        if (text is null)
            return;
        foreach (var word in Words(text).Take(MostWords))
        {
            var hash = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(word));
            slots[(int)(hash % TextSlots)] += (hash >> 63) == 0 ? 1 : -1;
        }

        var length = 0.0;
        foreach (var slot in slots)
            length += slot * slot;
        if (length == 0)
            return;
        foreach (ref var slot in slots)
            slot /= (float)Math.Sqrt(length);
    }

    public static IEnumerable<string> Words(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
                end++;
            if (end > start)
                yield return text[start..end].ToLowerInvariant();
            start = end + 1;
        }
    }
}
