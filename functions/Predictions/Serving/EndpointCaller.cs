using System.Text;
using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Liquid;
using FunctionsPlatform.Platform.Secrets;

namespace FunctionsPlatform.Predictions;

/// <summary>Asks models that run elsewhere.</summary>
public sealed class EndpointCaller(IHttpClientFactory http, SecretStore secrets, TimeProvider clock)
{
    private const int LongestBody = 4 * 1024 * 1024;

    private readonly ApiTransport _transport = new(http, clock);

    public Task KeepHeadersAsync(WorkspaceId workspace, Guid model, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken) =>
        secrets.SetAsync(workspace, SecretId(model), JsonSerializer.Serialize(headers), cancellationToken);

    public Task ForgetAsync(WorkspaceId workspace, Guid model, CancellationToken cancellationToken) => secrets.RemoveAsync(workspace, SecretId(model), cancellationToken);

    public async Task<Result<IReadOnlyList<Prediction>>> PredictAsync(PredictionModel model, JsonElement features, bool isBatch, CancellationToken cancellationToken)
    {
        var endpoint = model.Endpoint!;
        if (!Render(endpoint.Request, "features", features).Succeeded(out var body, out var unfit))
            return unfit;
        var headers = await secrets.GetAsync(model.Workspace, SecretId(model.Id), cancellationToken);
        var request = new ApiRequest(HttpMethod.Post, new Uri(endpoint.Url), IsRepeatable: false)
        {
            Body = Encoding.UTF8.GetBytes(body),
            ContentType = "application/json",
            Headers = [.. JsonSerializer.Deserialize<Dictionary<string, string>>(headers ?? "{}")!],
        };
        ApiAnswer answer;
        try
        {
            answer = await _transport.SendAsync(request, [], endpoint.Timeout, cancellationToken);
        }
        catch (TransportException failure)
        {
            return PredictionErrors.EndpointFailed(failure.Message);
        }

        if (!answer.IsSuccess)
            return PredictionErrors.EndpointFailed($"{request.Url.Host} answered {answer.Status}.");
        if (answer.Json is not { } json)
            return PredictionErrors.EndpointFailed($"{request.Url.Host} answered with something that is not JSON.");
        return Render(endpoint.Response, "response", json).Succeeded(out var text, out var unreadable) ? Read(text, isBatch, features) : unreadable;
    }

    private static Result<string> Render(string template, string name, JsonElement value)
    {
        try
        {
            return LiquidTemplate.Parse(template).Render([KeyValuePair.Create(name, value)], LiquidEncoding.Json, LongestBody);
        }
        catch (LiquidException unfit)
        {
            return PredictionErrors.EndpointFailed($"The template of the {(name == "features" ? "request" : "response")} cannot be used: {unfit.Message}");
        }
    }

    private static Result<IReadOnlyList<Prediction>> Read(string text, bool isBatch, JsonElement features)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (!isBatch)
                return Result.Of<IReadOnlyList<Prediction>>([One(root)]);
            return root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == features.GetArrayLength()
                ? Result.Of<IReadOnlyList<Prediction>>([.. root.EnumerateArray().Select(One)])
                : PredictionErrors.EndpointFailed($"For a batch the template of the response must give an array of {features.GetArrayLength()} predictions.");
        }
        catch (JsonException)
        {
            return PredictionErrors.EndpointFailed("The template of the response gives something that is not JSON.");
        }
    }

    private static Prediction One(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("prediction", out var value)
        ? new Prediction(value.Clone()) { Probabilities = json.TryGetProperty("probabilities", out var given) ? Probabilities(given) : null }
        : new Prediction(json.Clone());

    private static Dictionary<string, double>? Probabilities(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.Number)
            ? json.EnumerateObject().DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Value.GetDouble())
            : null;

    private static string SecretId(Guid model) => $"prediction-model/{model:N}";
}
