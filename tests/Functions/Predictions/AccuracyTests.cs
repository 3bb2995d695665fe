using System.Text.Json.Nodes;
using Fixtures;
using Xunit.Abstractions;

namespace FunctionsPlatform.Tests.Predictions;

/// <summary>Data whose results are known from the literature; bench/RESULTS.md has the figures and where they are from.</summary>
[Collection(nameof(PredictionPlatform))]
public sealed class AccuracyTests(PredictionPlatform platform, ITestOutputHelper output)
{
    [Fact]
    public async Task Iris_is_told_apart()
    {
        var model = await TrainAsync(new { name = "Iris", type = "classification", target = "species", data = PredictionPlatform.Table("iris.csv") });

        Assert.InRange(Metric(model, "accuracy"), 0.93, 1);
        // On three parts of the training rows, where no single row decides.
        Assert.InRange(BestTried(model, "accuracy"), 0.94, 1);
        await platform.PostAsync($"/{model.At("$.id")}/deploy");
        var predicted = await platform.PostAsync($"/{model.At("$.id")}/predict", new { features = new[] { 5.1, 3.5, 1.4, 0.2 } });
        Assert.Equal("setosa", predicted.At("$.prediction"));
        Assert.Equal(1, predicted["probabilities"]!.AsObject().Sum(one => one.Value!.GetValue<double>()), 3);
    }

    [Fact]
    public async Task Tumours_are_told_apart()
    {
        var model = await TrainAsync(new { name = "Tumours", type = "classification", target = "diagnosis", algorithms = new[] { "lightgbm", "logistic_regression" }, data = PredictionPlatform.Table("breast-cancer.csv") });

        Assert.InRange(Metric(model, "accuracy"), 0.94, 1);
        Assert.InRange(Metric(model, "auc"), 0.98, 1);
        Assert.InRange(BestTried(model, "accuracy"), 0.95, 1);
    }

    [Fact]
    public async Task Friedmans_first_function_is_learnt()
    {
        // As in Breiman's experiments: 200 rows to learn from, noise of variance 1; here 1,800 rows to measure by.
        var chance = new Random(1);
        var rows = Enumerable.Range(0, 2_000).Select(_ =>
        {
            double[] x = [.. Enumerable.Range(0, 10).Select(_ => chance.NextDouble())];
            var noise = Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(Math.Tau * chance.NextDouble());
            var y = (10 * Math.Sin(Math.PI * x[0] * x[1])) + (20 * Math.Pow(x[2] - 0.5, 2)) + (10 * x[3]) + (5 * x[4]) + noise;
            return x.Append(y).Select(value => (JsonNode?)value).ToArray();
        });
        var data = PredictionPlatform.Table([.. Enumerable.Range(1, 10).Select(number => $"x{number}"), "y"], rows);

        var model = await TrainAsync(new { name = "Friedman", type = "regression", target = "y", holdout = 0.9, data });

        Assert.InRange(Math.Pow(Metric(model, "rmse"), 2), 1, 5.7);
        Assert.Equal(["x1", "x2", "x3", "x4", "x5"], model["card"]!["importance"]!.AsArray().Take(5).Select(feature => feature.At("$.feature")!).Order());
        await platform.PostAsync($"/{model.At("$.id")}/deploy");
        var interval = (await platform.PostAsync($"/{model.At("$.id")}/predict", new { features = Enumerable.Repeat(0.5, 10) }))["interval"]!;
        Assert.InRange((10 * Math.Sin(Math.PI / 4)) + 7.5, interval["lower"]!.GetValue<double>(), interval["upper"]!.GetValue<double>());
    }

    [Fact]
    public async Task Airline_passengers_are_forecast()
    {
        var model = await TrainAsync(new { name = "Passengers", type = "time_series", target = "passengers", holdout = 12.0 / 144, data = PredictionPlatform.Table("air-passengers.csv") });

        // The year 1960 from those before it.
        Assert.InRange(Metric(model, "mape"), 0, 0.05);
        Assert.InRange(Metric(model, "mase"), 0, 0.9);
        Assert.StartsWith("log_seasonal_", model.At("$.algorithm"), StringComparison.Ordinal);
        await platform.PostAsync($"/{model.At("$.id")}/deploy");
        var forecast = await platform.PostAsync($"/{model.At("$.id")}/predict", new { horizon = 24 });
        var months = forecast["predictions"]!.AsArray();
        Assert.Equal((24, "1961-01-01", "1962-12-01"), (months.Count, months[0].At("$.at"), months[23].At("$.at")));
        // Summers stay above winters, the level grows, and what is farther away is less certain.
        Assert.True(Value(months[6]) > Value(months[0]) && Value(months[18]) > Value(months[6]));
        Assert.True(Width(months[12]) > Width(months[0]));

        static double Value(JsonNode? month) => month!["prediction"]!.GetValue<double>();
        static double Width(JsonNode? month) => month!["interval"]!["upper"]!.GetValue<double>() - month["interval"]!["lower"]!.GetValue<double>();
    }

    private async Task<JsonNode> TrainAsync(object request)
    {
        var model = await platform.TrainedAsync(request);
        output.WriteLine($"{model.At("$.name")}: {model.At("$.algorithm")} {model["metrics"]?.ToJsonString()}");
        foreach (var candidate in model["card"]!["candidates"]!.AsArray())
            output.WriteLine($"  {candidate.At("$.algorithm")} {candidate!["metrics"]!.ToJsonString()} {candidate.At("$.seconds")} s {candidate.At("$.note")}");
        return model;
    }

    private static double Metric(JsonNode model, string name) => model["metrics"]![name]!.GetValue<double>();

    private static double BestTried(JsonNode model, string name) => model["card"]!["candidates"]!.AsArray().Max(candidate => candidate!["metrics"]![name]?.GetValue<double>() ?? 0);
}
