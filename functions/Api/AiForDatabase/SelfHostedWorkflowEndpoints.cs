using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>The same workflows under the base address that self-hosted instances have. A function has one route, so each is a function of its own.</summary>
public sealed class SelfHostedWorkflowEndpoints(WorkflowEndpoints workflows, WorkflowRunEndpoints runs)
{
    [Function("SelfHostedWorkflows_List"), SameAs<WorkflowEndpoints>(nameof(WorkflowEndpoints.List))]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workflows")] HttpRequest request, CancellationToken cancellationToken) =>
        workflows.List(request, cancellationToken);

    [Function("SelfHostedWorkflows_Create"), SameAs<WorkflowEndpoints>(nameof(WorkflowEndpoints.Create))]
    public Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workflows")] HttpRequest request, CancellationToken cancellationToken) =>
        workflows.Create(request, cancellationToken);

    [Function("SelfHostedWorkflows_Get"), SameAs<WorkflowEndpoints>(nameof(WorkflowEndpoints.Get))]
    public Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workflows/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        workflows.Get(request, id, cancellationToken);

    [Function("SelfHostedWorkflows_Update"), SameAs<WorkflowEndpoints>(nameof(WorkflowEndpoints.Update))]
    public Task<IActionResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/workflows/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        workflows.Update(request, id, cancellationToken);

    [Function("SelfHostedWorkflows_Delete"), SameAs<WorkflowEndpoints>(nameof(WorkflowEndpoints.Delete))]
    public Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/workflows/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        workflows.Delete(request, id, client, cancellationToken);

    [Function("SelfHostedWorkflows_RotateSecret"), SameAs<WorkflowEndpoints>(nameof(WorkflowEndpoints.RotateSecret))]
    public Task<IActionResult> RotateSecret(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workflows/{id}/rotate-secret")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        workflows.RotateSecret(request, id, cancellationToken);

    [Function("SelfHostedWorkflows_Run"), SameAs<WorkflowRunEndpoints>(nameof(WorkflowRunEndpoints.Run))]
    public Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workflows/{id}/run")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        runs.Run(request, id, client, cancellationToken);

    [Function("SelfHostedWorkflows_Runs"), SameAs<WorkflowRunEndpoints>(nameof(WorkflowRunEndpoints.List))]
    public Task<IActionResult> Runs(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workflows/{id}/runs")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        runs.List(request, id, cancellationToken);

    [Function("SelfHostedWorkflows_RunsGet"), SameAs<WorkflowRunEndpoints>(nameof(WorkflowRunEndpoints.Get))]
    public Task<IActionResult> GetRun(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workflows/{id}/runs/{runId}")] HttpRequest request,
        string id,
        string runId,
        CancellationToken cancellationToken) =>
        runs.Get(request, id, runId, cancellationToken);

    [Function("SelfHostedWorkflows_RunsStep"), SameAs<WorkflowRunEndpoints>(nameof(WorkflowRunEndpoints.Step))]
    public Task<IActionResult> Step(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workflows/{id}/runs/{runId}/steps/{step}")] HttpRequest request,
        string id,
        string runId,
        string step,
        CancellationToken cancellationToken) =>
        runs.Step(request, id, runId, step, cancellationToken);

    [Function("SelfHostedWorkflows_RunsCancel"), SameAs<WorkflowRunEndpoints>(nameof(WorkflowRunEndpoints.Cancel))]
    public Task<IActionResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workflows/{id}/runs/{runId}/cancel")] HttpRequest request,
        string id,
        string runId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        runs.Cancel(request, id, runId, client, cancellationToken);

    [Function("SelfHostedWorkflows_RunsRerun"), SameAs<WorkflowRunEndpoints>(nameof(WorkflowRunEndpoints.Rerun))]
    public Task<IActionResult> Rerun(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workflows/{id}/runs/{runId}/rerun")] HttpRequest request,
        string id,
        string runId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        runs.Rerun(request, id, runId, client, cancellationToken);

    [Function("SelfHostedWorkflows_RunsDecide"), SameAs<WorkflowRunEndpoints>(nameof(WorkflowRunEndpoints.Decide))]
    public Task<IActionResult> Decide(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workflows/{id}/runs/{runId}/approvals")] HttpRequest request,
        string id,
        string runId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        runs.Decide(request, id, runId, client, cancellationToken);
}
