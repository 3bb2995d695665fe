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

public sealed class WorkflowRunEndpoints(Workflows.Workflows workflows, WorkflowRuns runs, WorkflowWriter writer, ResourceIds ids, TimeProvider clock)
{
    [Function("Workflows_Run")]
    [RequirePermission(Permissions.WorkflowsRun)]
    [Idempotent]
    [Summary("Trigger a workflow manually", Details = "With `dry_run`, steps that only read are done, and those that change something are told of with what they would be given.")]
    [Accepts<RunWorkflowRequest>(Optional = true), Example("""{"input": {"country": "Spain"}}""")]
    [Returns<StartedWorkflowRun>(StatusCodes.Status202Accepted), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/run")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadOptionalJsonAsync<RunWorkflowRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await workflows.GetAsync(request.Caller().Workspace, await ReadAsync(request, id, cancellationToken), cancellationToken)).Succeeded(out var workflow, out refusal))
            return request.Refuse(refusal);
        var asked = new RunRequest(RunTrigger.Manual) { IsDry = body.DryRun };
        return (await runs.StartAsync(workflow, asked, new RunInput(body.Input), cancellationToken)).Succeeded(out var run, out refusal)
            ? await StartedAsync(request, run, client, cancellationToken)
            : request.Refuse(refusal);
    }

    [Function("Workflows_Runs")]
    [RequirePermission(Permissions.WorkflowsRead)]
    [Summary("Get workflow run history, newest first", Details = "Of each run with the first 50 of its steps; a run of its own has them all.")]
    [QueryParameter("limit", "Runs a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<WorkflowRunBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/workflows/{id}/runs")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workflow = await ReadAsync(request, id, cancellationToken);
        if (!(await runs.ListAsync(request.Caller().Workspace, workflow, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal))
            return request.Refuse(refusal);
        return request.List(await Task.WhenAll(listed.Items.Select(run => writer.RunAsync(run, isWhole: false, cancellationToken))), listed.NextCursor);
    }

    [Function("Workflows_RunsGet")]
    [RequirePermission(Permissions.WorkflowsRead)]
    [Summary("Get a run of a workflow")]
    [Returns<WorkflowRunBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/workflows/{id}/runs/{runId}")] HttpRequest request,
        string id,
        string runId,
        CancellationToken cancellationToken) =>
        (await FindAsync(request, id, runId, cancellationToken)).Succeeded(out var run, out var refusal)
            ? request.Ok(await writer.RunAsync(run, isWhole: true, cancellationToken))
            : request.Refuse(refusal);

    [Function("Workflows_RunsStep")]
    [RequirePermission(Permissions.WorkflowsRead)]
    [Summary("Get what a step of a run was given and what it found")]
    [PathParameter("step", "Its path, as the run shows it.")]
    [Returns<WorkflowStepDetails>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Step(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/workflows/{id}/runs/{runId}/steps/{step}")] HttpRequest request,
        string id,
        string runId,
        string step,
        CancellationToken cancellationToken) =>
        (await FindAsync(request, id, runId, cancellationToken)).Succeeded(out var run, out var refusal)
        && (await runs.StepAsync(run, step, cancellationToken)).Succeeded(out var found, out refusal)
            ? request.Ok(WorkflowWriter.Step(found.Step, found.Papers))
            : request.Refuse(refusal);

    [Function("Workflows_RunsCancel")]
    [RequirePermission(Permissions.WorkflowsRun)]
    [Summary("Cancel a run of a workflow", Details = "A step that is being done comes to its end; nothing comes after it. Runs that its steps have started are cancelled too.")]
    [Returns<WorkflowRunBody>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/runs/{runId}/cancel")] HttpRequest request,
        string id,
        string runId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await FindAsync(request, id, runId, cancellationToken)).Succeeded(out var run, out var refusal)
            || !(await runs.CancelAsync(run.Key, cancellationToken)).Succeeded(out var ended, out refusal))
            return request.Refuse(refusal);
        foreach (var stopped in ended)
            await WorkflowOrchestrator.StopAsync(client, stopped.Key, cancellationToken);
        return request.Ok(await writer.RunAsync(ended[0], isWhole: true, cancellationToken));
    }

    [Function("Workflows_RunsRerun")]
    [RequirePermission(Permissions.WorkflowsRun)]
    [Idempotent]
    [Summary("Take up a run that failed or was cancelled", Details = "In a new run of the same version, given the same. Steps that succeeded are not done again.")]
    [Returns<StartedWorkflowRun>(StatusCodes.Status202Accepted), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Rerun(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/runs/{runId}/rerun")] HttpRequest request,
        string id,
        string runId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        (await FindAsync(request, id, runId, cancellationToken)).Succeeded(out var before, out var refusal)
        && (await runs.RerunAsync(before.Workspace, before.WorkflowId, before.Id, cancellationToken)).Succeeded(out var run, out refusal)
            ? await StartedAsync(request, run, client, cancellationToken)
            : request.Refuse(refusal);

    [Function("Workflows_RunsDecide")]
    [RequirePermission(Permissions.WorkflowsRun)]
    [Summary("Approve or reject a step that waits for that")]
    [Accepts<DecideApprovalRequest>, Example("""{"step": "sign_off", "approved": true, "comment": "Numbers look right"}""")]
    [Returns<WorkflowStepDetails>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Decide(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/runs/{runId}/approvals")] HttpRequest request,
        string id,
        string runId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<DecideApprovalRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await FindAsync(request, id, runId, cancellationToken)).Succeeded(out var run, out refusal))
            return request.Refuse(refusal);
        var comment = body.Comment is { Length: > MostComment } long_ ? long_[..MostComment] : body.Comment;
        var decision = new ApprovalDecision(body.Approved, comment, request.Caller().Id, clock.GetUtcNow());
        if (!(await runs.DecideAsync(run, body.Step, decision, cancellationToken)).Succeeded(out var step, out refusal))
            return request.Refuse(refusal);
        await WorkflowOrchestrator.WakeAsync(client, run.Key, step.Path, cancellationToken);
        return request.Ok(WorkflowWriter.Step(step, new StepPapers(null, null)));
    }

    private const int MostComment = 1_000;

    private Task<Guid> ReadAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        ids.ReadAsync(request.Caller().Workspace, ResourceIds.Workflow, id, cancellationToken);

    private async Task<Result<WorkflowRun>> FindAsync(HttpRequest request, string id, string runId, CancellationToken cancellationToken) =>
        await runs.GetAsync(request.Caller().Workspace, await ReadAsync(request, id, cancellationToken), WorkflowRun.PublicId.Read(runId), cancellationToken);

    private async Task<IActionResult> StartedAsync(HttpRequest request, WorkflowRun run, DurableTaskClient client, CancellationToken cancellationToken)
    {
        await WorkflowOrchestrator.StartAsync(client, run.Key, CancellationToken.None);
        return request.Accepted(await writer.StartedAsync(run, cancellationToken));
    }
}
