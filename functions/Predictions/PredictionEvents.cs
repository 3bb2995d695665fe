using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Webhooks;

namespace FunctionsPlatform.Predictions;

/// <summary>Tells webhooks what came of trainings.</summary>
public sealed class PredictionEvents(Webhooks.Webhooks webhooks, TimeProvider clock)
{
    /// <summary>May be told twice of the same version.</summary>
    public Task TrainingEndedAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        var type = version.State == VersionState.Trained ? EventTypes.ModelTrainingCompleted : EventTypes.ModelTrainingFailed;
        var data = new JsonObject
        {
            ["model_id"] = PredictionModel.PublicId.Format(version.Model),
            ["version"] = version.Number,
            ["status"] = version.State.ToString().ToLowerInvariant(),
            ["algorithm"] = version.Algorithm,
            ["metrics"] = new JsonObject(version.Metrics.Select(metric => KeyValuePair.Create(metric.Key, (JsonNode?)JsonValue.Create(metric.Value)))),
            ["error_code"] = version.Error?.Code,
        };
        var source = Ids.Derive(version.Model, version.Number.ToString(CultureInfo.InvariantCulture));
        return webhooks.AnnounceAsync(version.Workspace, new WebhookEvent(WebhookEvent.IdOf(source, type), type, version.FinishedAt ?? clock.GetUtcNow(), data), cancellationToken);
    }
}
