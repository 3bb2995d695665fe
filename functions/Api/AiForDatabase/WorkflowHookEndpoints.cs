using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Workflows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>Where others call workflows whose trigger is a webhook. The secret in the call is the credential.</summary>
public sealed class WorkflowHookEndpoints(WorkflowHooks hooks, WorkflowWriter writer)
{
    private const string Bearer = "Bearer ";

    [Function("WorkflowHooks_Call"), AllowAnonymous]
    [MaxBodySize(256 * 1024)]
    [Summary("Trigger a workflow by its webhook", Details = """
        Callers prove themselves by `Authorization: Bearer <token>` (or `?token=`), or, where the workflow asks for a signature, by `X-Webhook-Signature: sha256=<hex>` with the
        HMAC-SHA256 of the body by the secret. Templates read the body as `webhook`. Calls with the same `Idempotency-Key` or `webhook-id` start one run.
        """)]
    [QueryParameter("token", "The token, where no header can be sent.")]
    [Returns<StartedWorkflowRun>(StatusCodes.Status202Accepted), Fails(ErrorKind.Unauthenticated, ErrorKind.Malformed, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Call(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/{workflow}")] HttpRequest request,
        string workflow,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await RequestBody.ReadAsync(request, request.Call().Endpoint.MaxBodySize, cancellationToken)).Succeeded(out var body, out var refusal))
            return request.Refuse(refusal);
        var call = new HookCall(workflow, body)
        {
            Token = request.Headers.Authorization.ToString() is var sent && sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? sent[Bearer.Length..].Trim()
                : request.Query["token"].ToString(),
            Signature = request.Headers["X-Webhook-Signature"].ToString(),
            Key = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : request.Headers["webhook-id"].ToString(),
        };
        if (!(await hooks.StartAsync(call, cancellationToken)).Succeeded(out var run, out refusal))
            return request.Refuse(refusal);
        if (run.State == Workflows.Runs.RunState.Queued)
            await WorkflowOrchestrator.StartAsync(client, run.Key, CancellationToken.None);
        return request.Accepted(await writer.StartedAsync(run, cancellationToken));
    }
}
