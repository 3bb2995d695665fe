using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Predictions;

/// <summary>The models of workspaces: made, trained, deployed, asked.</summary>
public sealed class Predictions(
    PredictionStore store,
    PredictionFiles files,
    Trainings trainings,
    ModelServing serving,
    EndpointCaller endpoints,
    DriftCounters counters,
    DriftStore drifts,
    UniqueNames names,
    Ids ids,
    TimeProvider clock,
    IOptions<PredictionOptions> options)
{
    /// <summary>Most models of one workspace.</summary>
    public const int Most = 500;

    private const int LongestName = 200;
    private const int RollbacksKept = 20;
    private const string NameKind = "prediction model";

    /// <summary>Newest first.</summary>
    public Task<Result<Page<PredictionModel>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        store.ListAsync(workspace, limit, cursor, cancellationToken);

    public async Task<Result<PredictionModel>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } model ? model : PredictionErrors.NotFound;

    /// <summary>Makes a model and the first version of it, which the caller then starts to train.</summary>
    /// <param name="id">For a model whose id is fixed beforehand.</param>
    public async Task<Result<PredictionModel>> CreateAsync(WorkspaceId workspace, NewPredictionModel request, CancellationToken cancellationToken, Guid? id = null)
    {
        if (Check(request) is { Count: > 0 } failures)
            return PredictionErrors.Invalid(failures);
        if ((await store.ListAsync(workspace, Most, null, cancellationToken)).Value.Items.Count >= Most)
            return PredictionErrors.TooMany(Most);
        var model = new PredictionModel(id ?? ids.New(), workspace, request.Name.Trim(), request.Kind, clock.GetUtcNow())
        {
            Description = request.Description,
            Endpoint = request.Endpoint is { } endpoint ? endpoint with { Headers = [.. request.Headers.Keys] } : null,
        };
        var free = await names.TakeAsync(workspace, NameKind, model.Name, model.Id, async holder => await store.FindAsync(workspace, holder, cancellationToken) is not null, cancellationToken);
        if (!free)
            return PredictionErrors.NameTaken(model.Name);
        if (request.Kind == PredictionKind.Endpoint)
        {
            await endpoints.KeepHeadersAsync(workspace, model.Id, request.Headers, cancellationToken);
            // Nothing is learnt here: what the settings say is the model's one version.
            model = model with { LastVersion = 1, Trained = 1 };
            await store.SetAsync(
                new ModelVersion(model.Id, workspace, 1, model.Kind, request.Plan, model.CreatedAt) { State = VersionState.Trained, FinishedAt = model.CreatedAt, Algorithm = "endpoint" }, cancellationToken);
        }
        else if (await trainings.BeginAsync(model = trainings.Claim(model), request.Plan, request.Data, null, cancellationToken) is { } refusal)
        {
            await names.ReleaseAsync(workspace, NameKind, model.Name, model.Id, cancellationToken);
            return refusal;
        }

        await store.SetAsync(model, cancellationToken);
        return model;
    }

    /// <summary>Makes the next version, which the caller then starts to train.</summary>
    /// <param name="change">What is learnt differently from the version before.</param>
    /// <param name="data">Null to learn from the same rows again, or from what the same dataset holds now.</param>
    public async Task<Result<PredictionModel>> TrainAsync(
        WorkspaceId workspace, Guid id, Func<TrainingPlan, TrainingPlan> change, TrainingData? data, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } model)
            return PredictionErrors.NotFound;
        if (model.Kind == PredictionKind.Endpoint)
            return PredictionErrors.NotTrainable;
        if (model.InTraining is not null)
            return PredictionErrors.TrainingRunning;
        // The newest that there is: of one that was begun by a process that died, nothing may have been kept.
        var before = (await store.ListVersionsAsync(id, 1, null, cancellationToken)).Value.Items is [var newest] ? newest : null;
        var plan = change(before?.Plan ?? new TrainingPlan());
        if (CheckPlan(plan).ToList() is { Count: > 0 } failures)
            return PredictionErrors.Invalid(failures);
        // Claimed first, so that of two requests at once only one writes the version.
        var claimed = await store.ChangeAsync(
            workspace, id, current => current.InTraining is null && current.LastVersion == model.LastVersion ? trainings.Claim(current) : null, cancellationToken);
        if (claimed is null)
            return PredictionErrors.TrainingRunning;
        if (await trainings.BeginAsync(claimed, plan, data, before, cancellationToken) is not { } refusal)
            return claimed;
        await store.ChangeAsync(
            workspace,
            id,
            current => current.InTraining == claimed.InTraining ? current with { LastVersion = model.LastVersion, InTraining = null, UpdatedAt = model.UpdatedAt } : null,
            cancellationToken);
        return refusal;
    }

    public async Task<Result<PredictionModel>> CancelTrainingAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } model)
            return PredictionErrors.NotFound;
        if (model.InTraining is not { } version)
            return PredictionErrors.TrainingNotRunning;
        await trainings.CancelAsync(new TrainingKey(workspace.Value, id, version), cancellationToken);
        return await GetAsync(workspace, id, cancellationToken);
    }

    /// <param name="version">Null for the newest trained one.</param>
    public async Task<Result<PredictionModel>> DeployAsync(WorkspaceId workspace, Guid id, int? version, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } model)
            return PredictionErrors.NotFound;
        if ((version ?? model.Trained) is not { } wanted)
            return PredictionErrors.NotTrained;
        if (await store.FindVersionAsync(id, wanted, cancellationToken) is not { } found)
            return PredictionErrors.VersionNotFound(wanted);
        return found.State == VersionState.Trained ? await DeployAsync(model, wanted, cancellationToken) : PredictionErrors.NotTrained;
    }

    /// <param name="version">Null for the one that was deployed before the present one.</param>
    public async Task<Result<PredictionModel>> RollbackAsync(WorkspaceId workspace, Guid id, int? version, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } model)
            return PredictionErrors.NotFound;
        var earlier = version is null ? model.DeployedBefore : [.. model.DeployedBefore.Where(number => number == version)];
        return earlier.Count > 0 ? await DeployAsync(workspace, id, earlier[0], cancellationToken) : PredictionErrors.NothingBefore;
    }

    public async Task<Result<PredictionModel>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } model || !await store.RemoveAsync(workspace, id, cancellationToken))
            return PredictionErrors.NotFound;
        serving.Forget(workspace, id);
        await names.ReleaseAsync(workspace, NameKind, model.Name, id, cancellationToken);
        await trainings.RemoveVersionsAsync(model, cancellationToken);
        await store.RemoveBatchesAsync(id, cancellationToken);
        await files.RemoveAsync(workspace, id, null, cancellationToken);
        await drifts.RemoveAsync(id, cancellationToken);
        await endpoints.ForgetAsync(workspace, id, cancellationToken);
        return model;
    }

    public Task<Result<PredictionAnswer>> PredictAsync(WorkspaceId workspace, Guid id, ModelInput input, CancellationToken cancellationToken) =>
        serving.PredictAsync(workspace, id, input, cancellationToken);

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<ModelVersion>>> VersionsAsync(WorkspaceId workspace, Guid id, int limit, string? cursor, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is null ? PredictionErrors.NotFound : await store.ListVersionsAsync(id, limit, cursor, cancellationToken);

    /// <summary>A version of a model; null when there is none of that number.</summary>
    public Task<ModelVersion?> VersionAsync(PredictionModel model, int number, CancellationToken cancellationToken) => store.FindVersionAsync(model.Id, number, cancellationToken);

    /// <summary>The card of a trained version; null for others.</summary>
    public Task<ModelCard?> CardAsync(PredictionModel model, int version, CancellationToken cancellationToken) =>
        files.FindCardAsync(new TrainingKey(model.Workspace.Value, model.Id, version), cancellationToken);

    /// <summary>How far recent inputs of the deployed version are from what it was trained on.</summary>
    public async Task<Result<Drift>> DriftAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        await counters.WriteAsync();
        return await serving.DriftAsync(workspace, id, cancellationToken);
    }

    private async Task<Result<PredictionModel>> DeployAsync(PredictionModel model, int version, CancellationToken cancellationToken)
    {
        var deployed = await store.ChangeAsync(
            model.Workspace,
            model.Id,
            current => current with
            {
                Deployed = version,
                DeployedAt = clock.GetUtcNow(),
                DeployedBefore = [.. new[] { current.Deployed }.OfType<int>().Concat(current.DeployedBefore).Where(number => number != version).Distinct().Take(RollbacksKept)],
                UpdatedAt = clock.GetUtcNow(),
            },
            cancellationToken);
        serving.Forget(model.Workspace, model.Id);
        return deployed is null ? PredictionErrors.NotFound : deployed;
    }

    private List<FieldError> Check(NewPredictionModel request)
    {
        var failures = CheckPlan(request.Plan).ToList();
        if (request.Name.Trim().Length is 0 or > LongestName)
            failures.Add(new FieldError("$.name", $"A name has 1 to {LongestName} characters."));
        if (request.Kind == PredictionKind.Endpoint && request.Endpoint is null)
            failures.Add(new FieldError("$.endpoint", "Tell where the model is asked."));
        if (request.Kind != PredictionKind.Endpoint && request.Endpoint is not null)
            failures.Add(new FieldError("$.endpoint", "Only a model of type endpoint has one."));
        if (request.Endpoint is { } endpoint)
            failures.AddRange(endpoint.Check(request.Headers));
        return failures;
    }

    private IEnumerable<FieldError> CheckPlan(TrainingPlan plan)
    {
        if (plan.Holdout is not (>= 0.05 and <= 0.9))
            yield return new FieldError("$.holdout", "Must be 0.05 to 0.9.");
        if (plan.Contamination is not (>= 0.0001 and <= 0.5))
            yield return new FieldError("$.contamination", "Must be 0.0001 to 0.5.");
        if (plan.Clusters is < 2 or > 100)
            yield return new FieldError("$.clusters", "Must be 2 to 100.");
        if (plan.SeasonLength is < 1 or > 366)
            yield return new FieldError("$.season_length", "Must be 1 to 366.");
        if (plan.TimeBudget < TimeSpan.FromSeconds(1) || plan.TimeBudget > options.Value.MaxTimeBudget)
            yield return new FieldError("$.time_budget_seconds", $"Must be 1 to {options.Value.MaxTimeBudget.TotalSeconds:0}.");
        if (plan.Target is { } target && plan.Features.Contains(target))
            yield return new FieldError("$.features", "The target is nothing to predict from.");
    }
}
