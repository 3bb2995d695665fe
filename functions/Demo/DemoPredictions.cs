using System.Text.Json;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Predictions;

namespace FunctionsPlatform.Demo;

/// <summary>Trained and deployed models: one with four numeric features, of what a visit to the shop is worth, and a forecast of its sales.</summary>
public sealed class DemoPredictions(Predictions.Predictions predictions, Trainings trainings, Aliases aliases, TimeProvider clock)
{
    public const string ModelAlias = "model-123456";
    public const string ForecastAlias = "model-123457";

    public static readonly Guid Model = Guid.Parse("01936f00-0000-7000-8000-000000000041");
    public static readonly Guid Forecast = Guid.Parse("01936f00-0000-7000-8000-000000000042");

    private const int Rows = 200;
    private const int Seed = 123456;

    private const string SalesByMonth = """
        SELECT date_trunc('month', date)::DATE AS month, SUM(amount)::DOUBLE AS amount FROM sales WHERE date < date_trunc('month', current_date) GROUP BY 1 ORDER BY 1
        """;

    public Task EnsureAsync(CancellationToken cancellationToken)
    {
        var visits = new NewPredictionModel("Visit value", PredictionKind.Regression)
        {
            Description = "What a visit to the shop is worth, from made-up visits",
            Plan = new TrainingPlan { Target = "value", Seed = Seed, Algorithms = ["sdca"] },
            Data = new TrainingData(RowTable.Read(["items", "minutes", "pages", "months_as_customer", "value"], Visits()).Value),
        };
        return EnsureAsync(Model, ModelAlias, visits, DateTimeOffset.MinValue, cancellationToken);
    }

    /// <summary>Needs the sales. Made anew every month.</summary>
    public Task EnsureForecastAsync(CancellationToken cancellationToken)
    {
        var sales = new NewPredictionModel("Sales to come", PredictionKind.TimeSeries)
        {
            Description = "The shop's sales of the coming months",
            Plan = new TrainingPlan { Target = "amount", TimeColumn = "month", SeasonLength = 12, Algorithms = ["seasonal_trend"] },
            Data = new TrainingData(Dataset: new DatasetRows(DemoSales.Id, SalesByMonth)),
        };
        var today = clock.GetUtcNow();
        return EnsureAsync(Forecast, ForecastAlias, sales, new DateTimeOffset(today.Year, today.Month, 1, 0, 0, 0, TimeSpan.Zero), cancellationToken);
    }

    private async Task EnsureAsync(Guid id, string alias, NewPredictionModel request, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if ((await predictions.GetAsync(DemoWorkspace.Id, id, cancellationToken)).Succeeded(out var known, out _))
        {
            if (known.Deployed is not null && known.CreatedAt >= since)
                return;
            // It is old, or a start that was cut off has left it half made.
            await predictions.DeleteAsync(DemoWorkspace.Id, id, cancellationToken);
        }

        var created = (await predictions.CreateAsync(DemoWorkspace.Id, request, cancellationToken, id)).Value;
        await trainings.RunAsync(new TrainingKey(DemoWorkspace.Id.Value, id, created.InTraining!.Value), cancellationToken);
        await predictions.DeployAsync(DemoWorkspace.Id, id, null, cancellationToken);
        await aliases.AddAsync(DemoWorkspace.Id, "prediction_model", alias, id, cancellationToken);
    }

    private static JsonElement Visits()
    {
        var chance = new Random(Seed);
        return JsonSerializer.SerializeToElement(Enumerable.Range(0, Rows).Select(_ =>
        {
            var (items, minutes, pages, months) = (Between(0, 6), Between(0, 12), Between(1, 20), Between(0, 36));
            return new[] { items, minutes, pages, months, Math.Round((18 * items) + (1.5 * minutes) + (0.4 * months) + Between(-5, 5), 2) };
        }));

        double Between(double least, double most) => Math.Round(least + ((most - least) * chance.NextDouble()), 1);
    }
}
