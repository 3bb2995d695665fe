using FunctionsPlatform.Connections;
using FunctionsPlatform.Platform;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Questions;

/// <summary>
/// The steps of <see cref="QuestionOrchestrator"/>. Each reads the question from its table and writes back how far it came; each can run again.
/// A question that was cancelled or deleted meanwhile is left alone.
/// </summary>
public sealed partial class QuestionActivities(
    QuestionStore store,
    QuestionPipeline pipeline,
    RunningQuestions running,
    QuestionEnds ends,
    Connections.Connections connections,
    IOptions<QuestionOptions> options,
    ILogger<QuestionActivities> logger)
{
    [Function(nameof(TranslateQuestion))]
    public Task<NextStep> TranslateQuestion([ActivityTrigger] QuestionKey key) => StepAsync(
        key,
        NextStep.Run,
        async (question, open, stop) => new Step(await pipeline.TranslateAsync(question, open, null, stop)));

    [Function(nameof(RunQuestion))]
    public Task<NextStep> RunQuestion([ActivityTrigger] RunInput input) => StepAsync(
        input.Key,
        NextStep.Nothing,
        async (question, open, stop) =>
        {
            var step = await pipeline.RunAsync(question, open, options.Value.MaxRowsRead, stop);
            // Not failed for good: the reason stays on it for the repair.
            return input.MayRepair && QuestionPipeline.CanRepair(step.Question) ? new Step(step.Question with { State = QuestionState.InProgress }) : step;
        });

    [Function(nameof(RepairQuestion))]
    public Task<NextStep> RepairQuestion([ActivityTrigger] QuestionKey key) => StepAsync(
        key,
        NextStep.Run,
        async (question, open, stop) => new Step(await pipeline.RepairAsync(question, open, stop)));

    /// <summary>Fails a question with what the latest attempt recorded.</summary>
    [Function(nameof(GiveUpQuestion))]
    public async Task GiveUpQuestion([ActivityTrigger] QuestionKey key)
    {
        await store.ChangeAsync(
            new WorkspaceId(key.Workspace),
            key.Id,
            question => question.IsFinished ? null : question with { State = QuestionState.Failed, Error = question.Error ?? QuestionErrors.Interrupted },
            CancellationToken.None);
        await ends.EndAsync(key, CancellationToken.None);
    }

    private async Task<NextStep> StepAsync(QuestionKey key, NextStep next, Func<Question, OpenConnection, CancellationToken, Task<Step>> run)
    {
        var question = await store.ChangeAsync(
            new WorkspaceId(key.Workspace),
            key.Id,
            current => current.IsFinished ? null : current with { State = QuestionState.InProgress },
            CancellationToken.None);
        if (question is null)
        {
            await ends.EndAsync(key, CancellationToken.None);
            return NextStep.Nothing;
        }

        var step = await RunAsync(key, question, run);
        if (step.Question.Error is { } error && ConnectionErrors.IsTransient(error))
        {
            await SaveAsync(question with { Error = error });
            throw new QuestionStepException("The database or the language model could not be reached.");
        }

        return await FinishAsync(step, next);
    }

    private async Task<Step> RunAsync(QuestionKey key, Question question, Func<Question, OpenConnection, CancellationToken, Task<Step>> run)
    {
        if (!(await connections.OpenAsync(question.Workspace, question.ConnectionId, CancellationToken.None)).Succeeded(out var open, out var missing))
            return new Step(question with { State = QuestionState.Failed, Error = missing });
        try
        {
            return await running.RunAsync(key, stop => run(question, open, stop), CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            return new Step(question with { State = QuestionState.Cancelled, Error = QuestionErrors.Cancelled });
        }
        catch (Exception surprise)
        {
            Log.Failed(logger, surprise, key.Id);
            throw new QuestionStepException("A step of the question failed; the log says why.");
        }
    }

    private async Task<NextStep> FinishAsync(Step step, NextStep next)
    {
        var saved = await SaveAsync(await store.KeepAnswerAsync(step, CancellationToken.None));
        if (saved is null && step.Answer is not null)
            await store.RemoveAnswerAsync(step.Question, CancellationToken.None);
        if (saved is { IsFinished: false })
            return step.Question.Error is null ? next : NextStep.Repair;
        await ends.EndAsync(new QuestionKey(step.Question.Workspace.Value, step.Question.Id), CancellationToken.None);
        return NextStep.Nothing;
    }

    private Task<Question?> SaveAsync(Question question) =>
        store.ChangeAsync(question.Workspace, question.Id, current => current.IsFinished ? null : question, CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A step of a question failed. Question: {Question}")]
        public static partial void Failed(ILogger logger, Exception exception, Guid question);
    }
}

/// <summary>Makes Durable try again. Its message ends up in an orchestration's history, and so says nothing of the question or the database.</summary>
public sealed class QuestionStepException(string message) : Exception(message);
