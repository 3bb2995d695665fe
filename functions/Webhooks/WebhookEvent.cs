using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Webhooks;

/// <summary>Something that happened in a workspace.</summary>
/// <param name="Id">Stable: announcing it twice delivers once. See <see cref="IdOf"/>.</param>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Data">Ids, counts and words, in snake_case. Never rows.</param>
public sealed record WebhookEvent(Guid Id, string Type, DateTimeOffset OccurredAt, JsonObject Data)
{
    private const int MostBytes = 64 * 1024;
    private const int LongestText = 500;

    /// <summary>The id of an event that something makes once, such as the end of a run.</summary>
    /// <param name="source">Id of the run.</param>
    public static Guid IdOf(Guid source, string type) => Ids.Derive(source, type);

    /// <summary>What is sent. Of data that is too large for a notice only the short parts are left.</summary>
    public string ToBody()
    {
        var body = Write(Data);
        return Encoding.UTF8.GetByteCount(body) <= MostBytes ? body : Write(Shortened(Data));
    }

    private string Write(JsonObject data) => JsonSerializer.Serialize(new Body(Type, OccurredAt.ToUniversalTime(), data));

    private static JsonObject Shortened(JsonObject data)
    {
        var few = data.Where(part => part.Value is JsonValue && part.Value.ToJsonString().Length <= LongestText).Take(50);
        return new JsonObject(few.Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone()))) { ["is_shortened"] = true };
    }

    private sealed record Body(
        [property: JsonPropertyName("type")] string Type,
        [property: JsonPropertyName("timestamp")] DateTimeOffset Timestamp,
        [property: JsonPropertyName("data")] JsonObject Data);
}

/// <summary>The types of events that webhooks can be told of.</summary>
public static class EventTypes
{
    public const string ModelTrainingCompleted = "model.training.completed";
    public const string ModelTrainingFailed = "model.training.failed";
    public const string ScheduledQueryCompleted = "query.scheduled.completed";
    public const string ScheduledQueryFailed = "query.scheduled.failed";
    public const string AnomalyDetected = "anomaly.detected";
    public const string ReportGenerated = "report.generated";
    public const string QuestionCompleted = "question.completed";
    public const string QuestionFailed = "question.failed";
    public const string SyncRunCompleted = "sync.run.completed";
    public const string SyncRunFailed = "sync.run.failed";
    public const string DatasetRefreshed = "dataset.refreshed";
    public const string DatasetRefreshFailed = "dataset.refresh.failed";
    public const string WorkflowRunCompleted = "workflow.run.completed";
    public const string WorkflowRunFailed = "workflow.run.failed";

    /// <summary>What a webhook is sent when its owner tries it, whatever it is told of otherwise.</summary>
    public const string Test = "webhook.test";

    public static IReadOnlyList<string> All { get; } =
    [
        ModelTrainingCompleted, ModelTrainingFailed, ScheduledQueryCompleted, ScheduledQueryFailed, AnomalyDetected, ReportGenerated, QuestionCompleted, QuestionFailed,
        SyncRunCompleted, SyncRunFailed, DatasetRefreshed, DatasetRefreshFailed, WorkflowRunCompleted, WorkflowRunFailed,
    ];
}
