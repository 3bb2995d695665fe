using System.Text.Json;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Workflows;
using FunctionsPlatform.Workflows.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.AiForDatabase;

public sealed class WorkflowEndpoints(Workflows.Workflows workflows, WorkflowRuns runs, WorkflowReader reader, WorkflowWriter writer, ResourceIds ids)
{
    [Function("Workflows_List")]
    [RequirePermission(Permissions.WorkflowsRead)]
    [Summary("List workflows, newest first")]
    [QueryParameter("limit", "Workflows a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<WorkflowSummary>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/workflows")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        if (!(await workflows.ListAsync(workspace, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal))
            return request.Refuse(refusal);
        var shown = await ids.ShowAllAsync(workspace, ResourceIds.Workflow, listed.Items.Select(workflow => workflow.Id), cancellationToken);
        return request.List<WorkflowSummary>([.. listed.Items.Select(workflow => WorkflowWriter.Summary(workflow, shown[workflow.Id]))], listed.NextCursor);
    }

    [Function("Workflows_Create")]
    [RequirePermission(Permissions.WorkflowsWrite)]
    [Idempotent]
    [Summary("Create a workflow", Details = "Whoever writes a step must be allowed to do by hand what it does. The secret of a webhook is shown here and never again.")]
    [Accepts<CreateWorkflowRequest>]
    [Returns<WorkflowDetails>(StatusCodes.Status201Created), Fails(ErrorKind.NotAllowedInState)]
    [Example("""
        {"name": "Sign-ups of the week", "trigger": {"type": "schedule", "cron": "0 9 * * 1", "timezone": "Europe/Berlin"},
         "steps": [{"id": "signups", "type": "question", "connection_id": "conn_abc123", "question": "How many users signed up this week?"}],
         "conditions": [{"type": "value", "step": "signups", "operator": "greater_than", "value": 100}],
         "actions": [{"type": "webhook", "url": "https://example.com/hooks/signups", "body": "{\"users\": {{ steps.signups.value }}}"}]}
        """)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateWorkflowRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var source = new WorkflowSource(body.Trigger ?? new TriggerBody(TriggerType.Manual), body.Steps ?? [], body.Conditions ?? [], body.Actions ?? []);
        if (!(await DraftAsync(request, body.Name, source, cancellationToken)).Succeeded(out var draft, out refusal))
            return request.Refuse(refusal);
        draft = draft with { Description = body.Description, IsEnabled = body.Enabled, Secrets = body.Secrets };
        return (await workflows.CreateAsync(request.Caller().Workspace, draft, cancellationToken)).Succeeded(out var made, out refusal)
            ? request.Created(await writer.DetailsAsync(made.Workflow, made.Version, made.HookSecret, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("Workflows_Get")]
    [RequirePermission(Permissions.WorkflowsRead)]
    [Summary("Get a workflow")]
    [Returns<WorkflowDetails>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/workflows/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await FindAsync(request, id, cancellationToken)).Succeeded(out var workflow, out var refusal)
            ? request.Ok(await writer.DetailsAsync(workflow, await workflows.VersionOfAsync(workflow, cancellationToken), null, cancellationToken))
            : request.Refuse(refusal);

    [Function("Workflows_Update")]
    [RequirePermission(Permissions.WorkflowsWrite)]
    [Summary("Update a workflow", Details = "What is left away stays as it is. Runs that are under way keep the version that they began with.")]
    [Accepts<UpdateWorkflowRequest>, Example("""{"enabled": false}""")]
    [Returns<WorkflowDetails>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.Conflict)]
    public async Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "v1/workflows/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<UpdateWorkflowRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await FindAsync(request, id, cancellationToken)).Succeeded(out var before, out refusal))
            return request.Refuse(refusal);
        var current = await workflows.VersionOfAsync(before, cancellationToken);
        if (body is { Trigger: null, Steps: null, Conditions: null, Actions: null, Secrets: null })
        {
            return (await workflows.UpdateAsync(before, new WorkflowChange(body.Name, body.Description, body.Enabled), cancellationToken)).Succeeded(out var updated, out refusal)
                ? request.Ok(await writer.DetailsAsync(updated, current, null, cancellationToken))
                : request.Refuse(refusal);
        }

        var source = WorkflowWriter.SourceOf(current);
        source = new WorkflowSource(body.Trigger ?? source.Trigger, body.Steps ?? source.Steps, body.Conditions ?? source.Conditions, body.Actions ?? source.Actions);
        if (!(await DraftAsync(request, body.Name ?? before.Name, source, cancellationToken)).Succeeded(out var draft, out refusal))
            return request.Refuse(refusal);
        draft = draft with { Description = body.Description ?? before.Description, IsEnabled = body.Enabled ?? before.IsEnabled, Secrets = body.Secrets };
        return (await workflows.ReplaceAsync(before, draft, cancellationToken)).Succeeded(out var made, out refusal)
            ? request.Ok(await writer.DetailsAsync(made.Workflow, made.Version, made.HookSecret, cancellationToken))
            : request.Refuse(refusal);
    }

    [Function("Workflows_Delete")]
    [RequirePermission(Permissions.WorkflowsWrite)]
    [Summary("Delete a workflow", Details = "With its history; runs that are under way are cancelled.")]
    [Returns<DeletedWorkflow>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/workflows/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await FindAsync(request, id, cancellationToken)).Succeeded(out var workflow, out var refusal))
            return request.Refuse(refusal);
        foreach (var run in await runs.CancelAllAsync(workflow, cancellationToken))
            await WorkflowOrchestrator.StopAsync(client, run.Key, cancellationToken);
        return (await workflows.DeleteAsync(workflow.Workspace, workflow.Id, cancellationToken)).Succeeded(out _, out refusal)
            ? request.Ok(new DeletedWorkflow(id))
            : request.Refuse(refusal);
    }

    [Function("Workflows_RotateSecret")]
    [RequirePermission(Permissions.WorkflowsWrite)]
    [Summary("Make a new secret for the webhook of a workflow", Details = "The former one is not taken any more.")]
    [Returns<WorkflowHook>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> RotateSecret(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/rotate-secret")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await FindAsync(request, id, cancellationToken)).Succeeded(out var workflow, out var refusal)
            || !(await workflows.RotateHookAsync(workflow.Workspace, workflow.Id, cancellationToken)).Succeeded(out var secret, out refusal))
            return request.Refuse(refusal);
        var shown = await ids.ShowAsync(workflow.Workspace, ResourceIds.Workflow, workflow.Id, cancellationToken);
        return request.Ok(WorkflowWriter.Hook(shown, (WorkflowTrigger.Webhook)workflow.Trigger, secret));
    }

    private async Task<Result<Workflow>> FindAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        return await workflows.GetAsync(workspace, await ids.ReadAsync(workspace, ResourceIds.Workflow, id, cancellationToken), cancellationToken);
    }

    private async Task<Result<NewWorkflow>> DraftAsync(HttpRequest request, string name, WorkflowSource source, CancellationToken cancellationToken)
    {
        var caller = request.Caller();
        if (!(await reader.ReadAsync(caller.Workspace, source, cancellationToken)).Succeeded(out var definition, out var refusal))
            return refusal;
        // Steps are done in the workspace's name: who may not do a thing must not have it done.
        if (definition.All.Select(step => step.Work.Permission).OfType<string>().FirstOrDefault(permission => !caller.Can(permission)) is { } missing)
            return AccessErrors.PermissionMissing(missing);
        return new NewWorkflow(name, definition, JsonSerializer.Serialize(source, request.Call().Dialect.Json));
    }
}
