using System.Text;
using System.Text.RegularExpressions;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Workflows.Definitions;
using FunctionsPlatform.Workflows.Runs;

namespace FunctionsPlatform.Workflows;

/// <summary>The workflows of workspaces.</summary>
public sealed partial class Workflows(
    WorkflowStore store, WorkflowSecrets secrets, WorkflowSchedules schedules, WorkflowListener listener, ReferenceRules references, WorkflowRuns runs, Ids ids, TimeProvider clock)
{
    /// <summary>Most workflows of one workspace.</summary>
    public const int Most = 500;

    private const int MostBytes = 256 * 1024;
    private const int LongestName = 200;
    private const int LongestDescription = 1_000;
    private const int MostSecrets = 50;
    private const int ShortestSecret = 4;

    /// <summary>Newest first.</summary>
    public Task<Result<Page<Workflow>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        store.ListAsync(workspace, limit, cursor, cancellationToken);

    public async Task<Result<Workflow>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } workflow ? workflow : WorkflowErrors.NotFound;

    public async Task<WorkflowVersion> VersionOfAsync(Workflow workflow, CancellationToken cancellationToken) =>
        await store.FindVersionAsync(workflow.Workspace, workflow.Id, workflow.VersionId, cancellationToken)
        ?? throw new InvalidOperationException($"The version {workflow.VersionId} of workflow {workflow.Id} is missing.");

    /// <summary>How its schedule stands; null where it has none.</summary>
    public Task<ScheduleState?> ScheduleOfAsync(Workflow workflow, CancellationToken cancellationToken) => schedules.FindAsync(workflow.Id, cancellationToken);

    /// <param name="id">For a workflow whose id is fixed beforehand; it then replaces one of that id.</param>
    public async Task<Result<IssuedWorkflow>> CreateAsync(WorkspaceId workspace, NewWorkflow request, CancellationToken cancellationToken, Guid? id = null)
    {
        var (workflow, version) = Make(id ?? ids.New(), workspace, request, [.. request.Secrets?.Keys ?? []], 1, clock.GetUtcNow());
        if (await CheckAsync(workflow, request, cancellationToken) is { } wrong)
            return wrong;
        if ((await store.ListAsync(workspace, Most, null, cancellationToken)).Value.Items.Count >= Most)
            return WorkflowErrors.TooMany(Most);
        if (request.Secrets is { Count: > 0 } values)
            await secrets.SetAsync(workspace, workflow.Id, values, cancellationToken);
        var hook = workflow.Trigger is WorkflowTrigger.Webhook ? await secrets.NewHookAsync(workspace, workflow.Id, cancellationToken) : null;
        await store.AddVersionAsync(workspace, workflow.Id, version, cancellationToken);
        await store.AddAsync(workflow, cancellationToken);
        await StartByItselfAsync(workflow, cancellationToken);
        return new IssuedWorkflow(workflow, version, hook);
    }

    /// <summary>Puts all that a workflow is in place of what it was, as its next version. Runs that are under way keep theirs.</summary>
    public async Task<Result<IssuedWorkflow>> ReplaceAsync(Workflow before, NewWorkflow request, CancellationToken cancellationToken)
    {
        var (workspace, id) = (before.Workspace, before.Id);
        var names = request.Secrets is { } given ? [.. given.Keys] : before.SecretNames;
        var (workflow, version) = Make(id, workspace, request, names, before.Version + 1, before.CreatedAt);
        if (await CheckAsync(workflow, request, cancellationToken) is { } wrong)
            return wrong;
        await store.AddVersionAsync(workspace, id, version, cancellationToken);
        if (await store.ChangeAsync(workspace, id, current => current.VersionId == before.VersionId ? workflow : null, cancellationToken) is null)
            return await store.FindAsync(workspace, id, cancellationToken) is null ? WorkflowErrors.NotFound : WorkflowErrors.Changed;
        if (request.Secrets is { } values)
            await secrets.SetAsync(workspace, id, values, cancellationToken);
        var isNewHook = workflow.Trigger is WorkflowTrigger.Webhook && await secrets.ReadHookAsync(workspace, id, cancellationToken) is null;
        var hook = isNewHook ? await secrets.NewHookAsync(workspace, id, cancellationToken) : null;
        await StartByItselfAsync(workflow, cancellationToken);
        return new IssuedWorkflow(workflow, version, hook);
    }

    /// <summary>Changes what is said of a workflow and whether it is started, and nothing of what it does: also of one that names what is gone.</summary>
    public async Task<Result<Workflow>> UpdateAsync(Workflow before, WorkflowChange change, CancellationToken cancellationToken)
    {
        if (TextMistakes(Changed(before)).ToList() is { Count: > 0 } mistakes)
            return WorkflowErrors.Invalid(mistakes);
        if (await store.ChangeAsync(before.Workspace, before.Id, Changed, cancellationToken) is not { } workflow)
            return WorkflowErrors.NotFound;
        await StartByItselfAsync(workflow, cancellationToken);
        return workflow;

        Workflow Changed(Workflow current) => current with
        {
            Name = change.Name?.Trim() ?? current.Name,
            Description = change.Description ?? current.Description,
            IsEnabled = change.IsEnabled ?? current.IsEnabled,
            UpdatedAt = clock.GetUtcNow(),
        };
    }

    /// <summary>Removes it with its history. Runs that are under way have to be cancelled by the caller.</summary>
    public async Task<Result<Workflow>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } workflow)
            return WorkflowErrors.NotFound;
        await schedules.RemoveAsync(id, cancellationToken);
        await secrets.RemoveAsync(workspace, id, cancellationToken);
        var removed = await store.RemoveAsync(workspace, id, cancellationToken);
        await runs.RemoveAllAsync(id, cancellationToken);
        listener.Forget(workspace);
        return removed ? workflow : WorkflowErrors.NotFound;
    }

    /// <summary>A new secret for callers of the webhook; the former one is not taken any more.</summary>
    public async Task<Result<string>> RotateHookAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } workflow)
            return WorkflowErrors.NotFound;
        return workflow.Trigger is WorkflowTrigger.Webhook ? await secrets.NewHookAsync(workspace, id, cancellationToken) : WorkflowErrors.NoWebhook;
    }

    private (Workflow Workflow, WorkflowVersion Version) Make(
        Guid id, WorkspaceId workspace, NewWorkflow request, IReadOnlyList<string> secretNames, int number, DateTimeOffset createdAt)
    {
        var version = new WorkflowVersion(ids.New(), number, request.Definition, request.Source);
        var workflow = new Workflow(id, workspace, request.Name.Trim(), request.Definition.Trigger, number, version.Id, createdAt)
        {
            Description = request.Description,
            IsEnabled = request.IsEnabled,
            SecretNames = secretNames,
            UpdatedAt = clock.GetUtcNow(),
        };
        return (workflow, version);
    }

    private async Task<ApiError?> CheckAsync(Workflow workflow, NewWorkflow request, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(request.Source) > MostBytes)
            return WorkflowErrors.TooLarge(MostBytes);
        List<FieldError> mistakes = [.. TextMistakes(workflow), .. SecretMistakes(request.Secrets), .. DefinitionRules.Check(request.Definition, workflow.SecretNames)];
        if (mistakes.Count == 0)
            mistakes.AddRange(await references.CheckAsync(workflow.Workspace, workflow.Id, request.Definition, cancellationToken));
        return mistakes.Count > 0 ? WorkflowErrors.Invalid(mistakes) : null;
    }

    private static IEnumerable<FieldError> TextMistakes(Workflow workflow)
    {
        if (workflow.Name.Length is 0 or > LongestName)
            yield return new FieldError("$.name", $"A name has 1 to {LongestName} characters.");
        if (workflow.Description is { Length: > LongestDescription })
            yield return new FieldError("$.description", $"At most {LongestDescription} characters.");
    }

    private static IEnumerable<FieldError> SecretMistakes(IReadOnlyDictionary<string, string>? values)
    {
        if (values is null)
            yield break;
        if (values.Count > MostSecrets || values.Sum(value => value.Key.Length + value.Value.Length) > SecretStore.MaximumBytes / 4)
            yield return new FieldError("$.secrets", $"At most {MostSecrets} secrets, {SecretStore.MaximumBytes / 4:N0} characters in all.");
        foreach (var (name, value) in values)
        {
            if (!SecretName().IsMatch(name))
                yield return new FieldError($"$.secrets.{name}", "A name is up to 50 small letters, digits and underscores, and begins with a letter.");
            if (value.Length < ShortestSecret)
                yield return new FieldError($"$.secrets.{name}", $"A secret has at least {ShortestSecret} characters: it is taken out of what is kept of a run.");
        }
    }

    /// <summary>Sees to it that it is started by what its trigger says, and by nothing else.</summary>
    private async Task StartByItselfAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        listener.Forget(workflow.Workspace);
        if (workflow is { IsEnabled: true, Trigger: WorkflowTrigger.Cron(var expression, var zone) })
            await schedules.SetAsync(workflow.Workspace, workflow.Id, new Schedule.Cron(expression, zone), MissedRuns.RunOnce, clock.GetUtcNow(), cancellationToken);
        else
            await schedules.RemoveAsync(workflow.Id, cancellationToken);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,49}$", RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
