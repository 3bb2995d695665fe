using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>What is known of a kept model, and what is made of it.</summary>
public sealed class SmithModelUseEndpoints(Models.Models models)
{
    private const int SampleRows = 1_000;
    private const int MostValues = 50;
    private const int LongestValue = 100;

    [Function("SmithModels_RefreshSuggestions")]
    [RequirePermission(Permissions.ModelsWrite)]
    [Summary(
        "Ask the source for a model's columns and values again",
        Details = "The columns are kept with the model. Values are those of text columns that have at most 50 in a sample of 1000 rows; they are answered and not kept.")]
    [Returns<RefreshedSuggestions>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound, ErrorKind.QueryFailed, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> RefreshSuggestions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces/{workspaceId}/models/{modelId}/refresh-suggestions")] HttpRequest request,
        string modelId,
        CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        // An update without a change describes the model anew.
        if (!(await models.UpdateAsync(workspace, SmithIds.Read(modelId), new ModelChange(), cancellationToken)).Succeeded(out var model, out var refusal))
            return request.Refuse(SmithModels.InWords(refusal));
        return (await models.PreviewAsync(workspace, model.ConnectionId, model.Query, SampleRows, cancellationToken)).Succeeded(out var sample, out refusal)
            ? request.Ok(new RefreshedSuggestions("refreshed", [.. SuggestionsOf(sample)]))
            : request.Refuse(SmithModels.InWords(refusal));
    }

    [Function("SmithModels_Audiences")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("List the audiences of a model", Details = "There are none yet: audiences come with a later version.")]
    [Returns<ModelAudience>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public Task<IActionResult> Audiences(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/models/{modelId}/audiences")] HttpRequest request,
        string modelId,
        CancellationToken cancellationToken) => NoneAsync<ModelAudience>(request, modelId, cancellationToken);

    [Function("SmithModels_Traits")]
    [RequirePermission(Permissions.ModelsRead)]
    [Summary("List the traits of a model", Details = "There are none yet: traits come with a later version.")]
    [Returns<ModelTrait>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public Task<IActionResult> Traits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/models/{modelId}/traits")] HttpRequest request,
        string modelId,
        CancellationToken cancellationToken) => NoneAsync<ModelTrait>(request, modelId, cancellationToken);

    private async Task<IActionResult> NoneAsync<T>(HttpRequest request, string modelId, CancellationToken cancellationToken)
        where T : class =>
        (await models.GetAsync(request.Caller().Workspace, SmithIds.Read(modelId), cancellationToken)).Succeeded(out _, out var refusal)
            ? request.ListOrPage<T>([])
            : request.Refuse(refusal);

    private static IEnumerable<ColumnSuggestions> SuggestionsOf(ModelPreview sample)
    {
        for (var at = 0; at < sample.Columns.Count; at++)
        {
            if (sample.Columns[at].Kind != ColumnKind.Text)
                continue;
            var values = sample.Rows.Select(row => row[at]).OfType<string>().Distinct().Take(MostValues + 1).Order(StringComparer.Ordinal).ToArray();
            if (values.Length is > 0 and <= MostValues && !Array.Exists(values, value => value.Length > LongestValue))
                yield return new ColumnSuggestions(sample.Columns[at].Name, values);
        }
    }
}
