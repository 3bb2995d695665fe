using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>What must hold of a sync before anybody looks at its model and its destination.</summary>
internal static class SyncContract
{
    /// <param name="syncMode">Null where it stays as it is.</param>
    /// <param name="configuration">Null where it stays as it is.</param>
    public static IEnumerable<ValidationResult> Check(string? syncMode, JsonNode? configuration)
    {
        if (syncMode is not (null or SyncModes.FullRefresh or SyncModes.Incremental))
            yield return new ValidationResult("invalid sync mode", [nameof(SyncFields.SyncMode)]);
        if (configuration is null)
            yield break;
        foreach (var wrong in SquaredMappings.Read(configuration).Wrong)
            yield return new ValidationResult(wrong, [nameof(SyncFields.Configuration)]);
    }
}
