using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Webhooks;

namespace FunctionsPlatform.Questions;

/// <summary>Tells who waits for the end of questions. A question that stands in the list of open ones is told of at least once, whatever happens to the process.</summary>
public sealed class QuestionEnds(QuestionStore store, Webhooks.Webhooks webhooks, TimeProvider clock)
{
    private static readonly string[] Types = [EventTypes.QuestionCompleted, EventTypes.QuestionFailed];

    public ValueTask<bool> AreAwaitedAsync(WorkspaceId workspace, CancellationToken cancellationToken) => webhooks.WantsAsync(workspace, Types, cancellationToken);

    /// <summary>Tells of a question that is finished, and takes it out of the open ones. May be done twice.</summary>
    public async Task EndAsync(QuestionKey key, CancellationToken cancellationToken)
    {
        var workspace = new WorkspaceId(key.Workspace);
        if (await AreAwaitedAsync(workspace, cancellationToken) && await store.FindAsync(workspace, key.Id, cancellationToken) is { IsFinished: true } question)
            await webhooks.AnnounceAsync(workspace, Event(question), cancellationToken);
        await store.CloseAsync(key.Id, cancellationToken);
    }

    private WebhookEvent Event(Question question)
    {
        var type = question.State == QuestionState.Completed ? EventTypes.QuestionCompleted : EventTypes.QuestionFailed;
        var data = new JsonObject
        {
            ["question_id"] = question.Id,
            ["query_id"] = Question.PublicId.Format(question.Id),
            ["connection_id"] = question.ConnectionId,
            ["data_workspace"] = question.DataWorkspace,
            ["status"] = question.State.ToString().ToLowerInvariant(),
            ["asked_at"] = question.AskedAt,
            ["row_count"] = question.RowCount,
            ["execution_time_ms"] = question.RunTime is { } time ? (long)time.TotalMilliseconds : null,
            ["error_code"] = question.Error?.Code,
        };
        return new WebhookEvent(WebhookEvent.IdOf(question.Id, type), type, clock.GetUtcNow(), data);
    }
}
