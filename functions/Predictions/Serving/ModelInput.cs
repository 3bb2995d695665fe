using System.Text.Json;

namespace FunctionsPlatform.Predictions;

/// <summary>What a caller gives a model to predict from: features of one row or of several, or how far to look ahead.</summary>
public sealed record ModelInput(JsonElement? Features = null, int? Horizon = null)
{
    public const int MostRows = 10_000;
    public const int MostPeriods = 1_000;

    /// <summary>Whether drift is measured by it.</summary>
    public bool IsCounted { get; init; } = true;

    /// <summary>Whether there are several rows: an array of arrays or objects.</summary>
    internal bool IsBatch => Features is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() > 0 && array[0].ValueKind is JsonValueKind.Array or JsonValueKind.Object;
}
