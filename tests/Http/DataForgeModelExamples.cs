using System.ComponentModel;
using System.Diagnostics;
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

    [SkippableFact]
    public async Task The_python_example_itself()
    {
        var (canRun, _) = await PythonAsync("import requests");
        Skip.IfNot(canRun, "There is no python3 with the package requests.");
        var script = """
            import requests

            api_key = "your_api_key"
            model_id = "model-123456"
            data = {"features": [1.2, 3.4, 5.6, 7.8]}

            response = requests.post(
            f"https://api.dataforge.ai/api/v1/models/{model_id}/predict",
            headers={"Authorization": f"Bearer {api_key}"},
            json=data
            )

            prediction = response.json()
            print(prediction)
            """
            .Replace("https://api.dataforge.ai/", platform.Client.BaseAddress!.ToString(), StringComparison.Ordinal)
            .Replace("your_api_key", Key, StringComparison.Ordinal);

        var (succeeded, printed) = await PythonAsync(script);

        Assert.True(succeeded, printed);
        Assert.Contains("'model_id': 'model-123456'", printed, StringComparison.Ordinal);
        Assert.Contains("'prediction': ", printed, StringComparison.Ordinal);
    }

    private static async Task<(bool Succeeded, string Printed)> PythonAsync(string script)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode == 0, await output + await errors);
        }
        catch (Win32Exception)
        {
            return (false, "python3 cannot be started.");
        }
    }
}
