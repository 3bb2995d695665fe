using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Predictions;

/// <summary>The steps of <see cref="TrainingOrchestrator"/>.</summary>
public sealed partial class TrainingActivities(Trainings trainings, ILogger<TrainingActivities> logger)
{
    [Function(nameof(PrepareTraining))]
    public Task<int?> PrepareTraining([ActivityTrigger] TrainingKey key) => StepAsync(key, () => trainings.PrepareAsync(key, CancellationToken.None));

    [Function(nameof(TryCandidate))]
    public Task<bool> TryCandidate([ActivityTrigger] CandidateInput input) =>
        StepAsync(input.Key, () => trainings.TryAsync(input.Key, input.Candidate, CancellationToken.None));

    [Function(nameof(FinishTraining))]
    public Task<bool> FinishTraining([ActivityTrigger] TrainingKey key) => StepAsync(key, () => trainings.FinishAsync(key, CancellationToken.None));

    [Function(nameof(GiveUpTraining))]
    public Task GiveUpTraining([ActivityTrigger] TrainingKey key) => trainings.FailAsync(key, PredictionErrors.TrainingFailed, CancellationToken.None);

    [Function(nameof(EndTraining))]
    public Task EndTraining([ActivityTrigger] TrainingKey key) => trainings.EndAsync(key, CancellationToken.None);

    private async Task<T> StepAsync<T>(TrainingKey key, Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception surprise)
        {
            Log.Failed(logger, surprise, key.Model, key.Version);
            throw new TrainingStepException();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A step of a training failed. Model: {Model}, version: {Version}")]
        public static partial void Failed(ILogger logger, Exception exception, Guid model, int version);
    }
}

public sealed record CandidateInput(TrainingKey Key, int Candidate);

/// <summary>Makes Durable try again. Its message ends up in an orchestration's history, and so says nothing of the rows.</summary>
public sealed class TrainingStepException() : Exception("A step of the training failed; the log says why.");
