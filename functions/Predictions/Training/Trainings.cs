using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Predictions;

/// <summary>
/// The steps of a training. Each reads its version from storage and writes back how far it came, and can run again. A version that was cancelled or deleted meanwhile is
/// left alone.
/// </summary>
public sealed partial class Trainings(
    PredictionStore store,
    PredictionFiles files,
    TrainingRows source,
    DatasetReader datasets,
    PredictionEvents events,
    TimeProvider clock,
    IOptions<PredictionOptions> options,
    ILogger<Trainings> logger) : IDisposable
{
    // A training's steps follow each other in one process; reading all rows anew for each would take longer than some of them.
    private Prepared? _prepared;

    // Learning keeps a processor busy and rows in memory; requests need some too.
    private readonly SemaphoreSlim _room = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The model with its next version in training.</summary>
    public PredictionModel Claim(PredictionModel model) =>
        model with { LastVersion = model.LastVersion + 1, InTraining = model.LastVersion + 1, UpdatedAt = clock.GetUtcNow() };

    /// <summary>Keeps the version that a model has claimed, with its rows, after a look at whether something can be learnt from them.</summary>
    /// <param name="data">Null to learn from what the version before has learnt from.</param>
    /// <returns>The refusal, if nothing can be learnt.</returns>
    public async Task<ApiError?> BeginAsync(PredictionModel model, TrainingPlan plan, TrainingData? data, ModelVersion? before, CancellationToken cancellationToken)
    {
        var number = model.InTraining!.Value;
        if (data is null && before is null)
            return PredictionErrors.DataMissing;
        var dataset = data is null ? before!.Dataset : data.Dataset;
        var version = new ModelVersion(model.Id, model.Workspace, number, model.Kind, plan, clock.GetUtcNow())
        {
            RowsOf = data is null && dataset is null ? before!.RowsOf : number,
            Dataset = dataset,
        };
        var key = TrainingKey.Of(version);
        await store.OpenAsync(key, cancellationToken);
        if (data?.Rows is { } rows)
            await files.WriteRowsAsync(key, rows, cancellationToken);
        if (await CheckAsync(version, cancellationToken) is not { } unusable)
        {
            await store.SetAsync(version, cancellationToken);
            return null;
        }

        await files.RemoveAsync(model.Workspace, model.Id, number, cancellationToken);
        await store.CloseAsync(key, cancellationToken);
        return unusable;
    }

    /// <summary>All steps, one after the other, in place.</summary>
    public async Task RunAsync(TrainingKey key, CancellationToken cancellationToken)
    {
        while (!await StepsAsync(key, cancellationToken))
            await Task.Delay(options.Value.Poll, clock, cancellationToken);
        await EndAsync(key, cancellationToken);
    }

    /// <returns>How many candidates there are to try; null where there is no room to find out now.</returns>
    public async Task<int?> PrepareAsync(TrainingKey key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } version)
            return 0;
        if (version.Algorithms.Count > 0)
            return version.Algorithms.Count;
        return await InRoomAsync(version, PreparedAsync, cancellationToken) ? (await FindAsync(key, cancellationToken))?.Algorithms.Count ?? 0 : null;

        Task PreparedAsync(Learner learner) => ChangeAsync(
            key,
            current => current with { Algorithms = learner.Algorithms, Features = learner.Features, BegunAt = current.BegunAt ?? clock.GetUtcNow() },
            cancellationToken);
    }

    /// <summary>Tries one candidate, unless the time for it is over.</summary>
    /// <returns>False where there is no room to try it now.</returns>
    public async Task<bool> TryAsync(TrainingKey key, int candidate, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } version || version.Candidates.Count > candidate)
            return true;
        var algorithm = version.Algorithms[candidate];
        if (clock.GetUtcNow() - version.BegunAt <= version.Plan.TimeBudget || version.Candidates.All(tried => tried.Score is null))
            return await InRoomAsync(version, async learner => await KeepAsync(await TryAsync(version, learner, algorithm, cancellationToken)), cancellationToken);
        await KeepAsync(new CandidateResult(algorithm, null, new Dictionary<string, double>(), 0, "The time budget was used up."));
        return true;

        async Task KeepAsync(CandidateResult? result)
        {
            if (result is not null)
                await ChangeAsync(key, current => current.Candidates.Count > candidate ? null : current with { Candidates = [.. current.Candidates, result] }, cancellationToken);
        }
    }

    /// <summary>Lets the best candidate learn from all training rows, and keeps what it has learnt.</summary>
    /// <returns>False where there is no room for it now.</returns>
    public async Task<bool> FinishAsync(TrainingKey key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } version)
            return true;
        if (version.Candidates.Where(tried => tried.Score is not null).MaxBy(tried => tried.Score) is { } best)
            return await InRoomAsync(version, learner => LearnAsync(learner, best.Algorithm), cancellationToken);
        await FailAsync(key, PredictionErrors.NoCandidate, cancellationToken);
        return true;

        async Task LearnAsync(Learner learner, string algorithm)
        {
            if (await UnlessCancelledAsync(version, stop => learner.Finish(algorithm, version.Candidates, stop), cancellationToken) is not { } learnt)
                return;
            await files.WriteAsync(key, learnt.Card, ModelFile.Write(learnt), cancellationToken);
            await ChangeAsync(
                key,
                current => current with { State = VersionState.Trained, Algorithm = algorithm, Metrics = learnt.Card.Metrics, FinishedAt = clock.GetUtcNow() },
                cancellationToken);
        }
    }

    public Task FailAsync(TrainingKey key, ApiError error, CancellationToken cancellationToken) =>
        ChangeAsync(key, current => current with { State = VersionState.Failed, Error = error, FinishedAt = clock.GetUtcNow() }, cancellationToken);

    /// <summary>What is left to do when a version has become trained, failed or cancelled, whichever of them it was.</summary>
    public async Task EndAsync(TrainingKey key, CancellationToken cancellationToken)
    {
        if (_prepared?.Key == key)
            _prepared = null;
        var version = await store.FindVersionAsync(key.Model, key.Version, cancellationToken);
        var model = await store.ChangeAsync(
            new WorkspaceId(key.Workspace),
            key.Model,
            current => current.InTraining != key.Version ? null : current with
            {
                InTraining = null,
                Trained = version is { State: VersionState.Trained } ? key.Version : current.Trained,
                UpdatedAt = clock.GetUtcNow(),
            },
            cancellationToken);
        if (model is not null)
            await RemoveOldAsync(model, cancellationToken);
        else if (await store.FindAsync(new WorkspaceId(key.Workspace), key.Model, cancellationToken) is null)
            await files.RemoveAsync(new WorkspaceId(key.Workspace), key.Model, null, cancellationToken);
        if (version is not null)
            await events.TrainingEndedAsync(version, cancellationToken);
        await store.CloseAsync(key, cancellationToken);
    }

    /// <summary>Stops a training on whichever instance it runs. One that has just ended stays as it is.</summary>
    public async Task CancelAsync(TrainingKey key, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            key, current => current with { State = VersionState.Cancelled, Error = PredictionErrors.TrainingCancelled, FinishedAt = clock.GetUtcNow() }, cancellationToken);
        await EndAsync(key, cancellationToken);
    }

    public void Dispose() => _room.Dispose();

    public async Task RemoveVersionsAsync(PredictionModel model, CancellationToken cancellationToken)
    {
        for (var number = 1; number <= model.LastVersion; number++)
            await store.RemoveVersionAsync(model.Id, number, cancellationToken);
    }

    /// <summary>Rows that were sent are looked at here; of a dataset only the columns: it is read in the background.</summary>
    private async Task<ApiError?> CheckAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        if (version.Dataset is not { } dataset)
            return (await PrepareAsync(version, cancellationToken)).Succeeded(out _, out var unusable) ? null : unusable;
        return (await datasets.CheckAsync(version.Workspace, dataset, cancellationToken)).Succeeded(out var columns, out var unreadable)
            ? Learner.CheckColumns(columns, version.Kind, version.Plan)
            : unreadable;
    }

    private async Task<Result<Learner>> PrepareAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        var key = TrainingKey.Of(version);
        if (_prepared is { } prepared && prepared.Key == key)
            return prepared.Learner;
        if (!(await source.OpenAsync(version, cancellationToken)).Succeeded(out var reader, out var missing))
            return missing;
        await using (reader)
        {
            if (!(await ReadAsync(reader, version, cancellationToken)).Succeeded(out var table, out var unreadable))
                return unreadable;
            if (!Learner.Of(table, version.Kind, version.Plan).Succeeded(out var learner, out var unusable))
                return unusable;
            _prepared = new Prepared(key, learner);
            return learner;
        }
    }

    private async Task<Result<TrainingTable>> ReadAsync(RowReader reader, ModelVersion version, CancellationToken cancellationToken)
    {
        try
        {
            var table = await TrainingTable.ReadAsync(reader, version.Plan.Seed, options.Value, cancellationToken);
            return reader.IsTruncated ? PredictionErrors.TooManyRows(options.Value.MaxDatasetRows) : table;
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure);
        }
    }

    private async Task<bool> StepsAsync(TrainingKey key, CancellationToken cancellationToken)
    {
        if (await PrepareAsync(key, cancellationToken) is not { } candidates)
            return false;
        for (var candidate = 0; candidate < candidates; candidate++)
        {
            if (!await TryAsync(key, candidate, cancellationToken))
                return false;
        }

        return await FinishAsync(key, cancellationToken);
    }

    /// <summary>Does a step with the version's rows. One that they turn out not to be fit for fails the training.</summary>
    /// <returns>False where other trainings take what processors and memory there are, or queries what may be read at a time: the step is to be done later.</returns>
    private async Task<bool> InRoomAsync(ModelVersion version, Func<Learner, Task> step, CancellationToken cancellationToken)
    {
        if (!await _room.WaitAsync(TimeSpan.Zero, cancellationToken))
            return false;
        try
        {
            if ((await PrepareAsync(version, cancellationToken)).Succeeded(out var learner, out var unusable))
                await step(learner);
            else if (unusable.Kind == ErrorKind.RateLimited)
                return false;
            else
                await FailAsync(TrainingKey.Of(version), unusable, cancellationToken);
            return true;
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task<CandidateResult?> TryAsync(ModelVersion version, Learner learner, string algorithm, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        try
        {
            if (await UnlessCancelledAsync(version, stop => learner.Try(algorithm, stop), cancellationToken) is not { } trial)
                return null;
            return trial.Metrics.Values.Append(trial.Score).All(double.IsFinite)
                ? new CandidateResult(algorithm, trial.Score, trial.Metrics, clock.GetElapsedTime(begun).TotalSeconds)
                : Unsuited(algorithm, begun);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or ArithmeticException)
        {
            // Libraries refuse rows that do not suit an algorithm by such exceptions; the other candidates may do.
            Log.NotTried(logger, failure, version.Model, algorithm);
            return Unsuited(algorithm, begun);
        }
    }

    private CandidateResult Unsuited(string algorithm, long begun) =>
        new(algorithm, null, new Dictionary<string, double>(), clock.GetElapsedTime(begun).TotalSeconds, "It cannot learn from these rows.");

    /// <summary>Null when the version was cancelled meanwhile, which is looked for every now and then.</summary>
    private async Task<T?> UnlessCancelledAsync<T>(ModelVersion version, Func<CancellationToken, T> work, CancellationToken cancellationToken)
        where T : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var poll = clock.CreateTimer(_ => _ = StopWhenCancelledAsync(version, stop), null, options.Value.Poll, options.Value.Poll);
        try
        {
            return await Task.Factory.StartNew(() => work(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task StopWhenCancelledAsync(ModelVersion version, CancellationTokenSource stop)
    {
        try
        {
            if (await FindAsync(TrainingKey.Of(version), CancellationToken.None) is null)
                await stop.CancelAsync();
        }
        catch (Exception over) when (over is Azure.RequestFailedException or ObjectDisposedException)
        {
            // The next poll asks again, or the work has ended by itself.
        }
    }

    /// <summary>The version, while it is being trained.</summary>
    private async Task<ModelVersion?> FindAsync(TrainingKey key, CancellationToken cancellationToken) =>
        await store.FindVersionAsync(key.Model, key.Version, cancellationToken) is { State: VersionState.Training } version ? version : null;

    private Task<ModelVersion?> ChangeAsync(TrainingKey key, Func<ModelVersion, ModelVersion?> change, CancellationToken cancellationToken) =>
        store.ChangeVersionAsync(key.Model, key.Version, current => current.State == VersionState.Training ? change(current) : null, cancellationToken);

    /// <summary>Removes what was learnt long ago, but neither what predicts nor rows that a later version learns from.</summary>
    private async Task RemoveOldAsync(PredictionModel model, CancellationToken cancellationToken)
    {
        var versions = (await store.ListVersionsAsync(model.Id, 1_000, null, cancellationToken)).Value.Items;
        var kept = versions.Take(options.Value.MaxVersions).ToList();
        foreach (var old in versions.Skip(options.Value.MaxVersions).Where(old => old.Number != model.Deployed && kept.TrueForAll(version => version.RowsOf != old.Number)))
        {
            await store.RemoveVersionAsync(model.Id, old.Number, cancellationToken);
            await files.RemoveAsync(model.Workspace, model.Id, old.Number, cancellationToken);
        }
    }

    private sealed record Prepared(TrainingKey Key, Learner Learner);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An algorithm could not learn from the rows of a training. Model: {Model}, algorithm: {Algorithm}")]
        public static partial void NotTried(ILogger logger, Exception exception, Guid model, string algorithm);
    }
}
