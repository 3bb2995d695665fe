using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Predictions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Models that predict, at the addresses that another API has too: their functions are in <see cref="Shared.SharedModelEndpoints"/>.</summary>
public sealed class ModelEndpoints(Predictions.Predictions predictions, ForgeModels models)
{
    internal const long LargestData = 16 * 1024 * 1024;

    [RequirePermission(Permissions.ModelsRead)]
    [Summary("List AI models", Details = "Newest first.")]
    [QueryParameter("limit", "Models a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<ForgeModelSummary>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        return (await predictions.ListAsync(workspace, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal)
            ? request.List(await models.SummariesAsync(workspace, listed.Items, cancellationToken), listed.NextCursor)
            : request.Refuse(refusal);
    }

    [RequirePermission(Permissions.ModelsWrite)]
    [Idempotent]
    [MaxBodySize(LargestData)]
    [Summary("Create an AI model", Details = "Training begins at once and goes on in the background. A model of type `endpoint` runs elsewhere and is not trained.")]
    [Accepts<CreatePredictionModelRequest>]
    [Returns<ForgeModelDetails>(StatusCodes.Status201Created)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState, ErrorKind.QueryFailed)]
    [Example("""
        {"name": "Churn", "type": "classification", "target": "churned", "data": {"columns": ["age", "plan", "churned"], "rows": [[31, "pro", false], [47, "free", true]]}}
        """)]
    public async Task<IActionResult> Create(HttpRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreatePredictionModelRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        if (!(await models.ReadDataAsync(workspace, body.Data, cancellationToken)).Succeeded(out var data, out var noTable))
            return request.Refuse(noTable);
        var draft = new NewPredictionModel(body.Name, body.Type)
        {
            Description = body.Description,
            Plan = body.Apply(new TrainingPlan()),
            Data = data,
            Headers = body.Endpoint?.Headers ?? new Dictionary<string, string>(),
            Endpoint = body.Endpoint is { } endpoint
                ? new EndpointSettings(endpoint.Url, endpoint.Request ?? EndpointSettings.UsualRequest, endpoint.Response ?? EndpointSettings.UsualResponse, TimeSpan.FromSeconds(endpoint.TimeoutSeconds), [])
                : null,
        };
        if (!(await predictions.CreateAsync(workspace, draft, cancellationToken)).Succeeded(out var model, out var refusal))
            return request.Refuse(refusal);
        await StartAsync(client, model, cancellationToken);
        return request.Created(await models.DetailsAsync(model, cancellationToken));
    }

    [RequirePermission(Permissions.ModelsRead)]
    [Summary("Get an AI model", Details = "With the card of its version, and the progress of its training.")]
    [Returns<ForgeModelDetails>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        return (await predictions.GetAsync(workspace, await models.ReadAsync(workspace, id, cancellationToken), cancellationToken)).Succeeded(out var model, out var missing)
            ? request.Ok(await models.DetailsAsync(model, cancellationToken))
            : request.Refuse(missing);
    }

    [RequirePermission(Permissions.ModelsWrite)]
    [Summary("Delete an AI model with its versions")]
    [Returns(StatusCodes.Status204NoContent)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        return (await predictions.DeleteAsync(workspace, await models.ReadAsync(workspace, id, cancellationToken), cancellationToken)).Succeeded(out _, out var missing)
            ? ApiResponse.Empty(StatusCodes.Status204NoContent)
            : request.Refuse(missing);
    }

    internal static Task StartAsync(DurableTaskClient client, PredictionModel model, CancellationToken cancellationToken) => model.InTraining is { } version
        ? TrainingOrchestrator.StartAsync(client, new TrainingKey(model.Workspace.Value, model.Id, version), cancellationToken)
        : Task.CompletedTask;
}
