using System.Net;
using Fixtures;

namespace Http.Tests;

/// <summary>The printed examples of DataForge AI's document that are about models.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class DataForgeModelExamples(RunningPlatform platform)
{
    private const string Key = "df_test_demo_key";

    [Fact]
    public async Task List_models()
    {
        var response = await platform.SendAsync(HttpMethod.Get, "/api/v1/models", Key);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("dataforge", response.Headers.GetValues("X-Api-Dialect").Single());
        Assert.Contains("model-123456", (await response.JsonAsync())["data"]!.AsArray().Select(model => model.At("$.id")));
    }

    [Fact]
    public async Task Get_a_model()
    {
        var model = await (await platform.SendAsync(HttpMethod.Get, "/api/v1/models/model-123456", Key)).JsonAsync();

        Assert.Equal(("model-123456", "regression", "deployed"), (model.At("$.id"), model.At("$.type"), model.At("$.status")));
        Assert.Equal(["numeric", "numeric", "numeric", "numeric"], model["card"]!["data"]!["features"]!.AsArray().Select(feature => feature.At("$.kind")));
        Assert.InRange(model["metrics"]!["r_squared"]!.GetValue<double>(), 0.95, 1);
    }

    [Fact]
    public async Task The_python_examples_prediction()
    {
        var response = await platform.SendAsync(HttpMethod.Post, "/api/v1/models/model-123456/predict", Key, new { features = new[] { 1.2, 3.4, 5.6, 7.8 } });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var prediction = await response.JsonAsync();
        Assert.Equal("model-123456", prediction.At("$.model_id"));
        // 18 × 1.2 + 1.5 × 3.4 + 0.4 × 7.8, as the demo's visits are made, but for their noise.
        Assert.InRange(prediction["prediction"]!.GetValue<double>(), 27, 33);
    }
}
