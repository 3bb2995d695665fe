using System.Text.Json;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Predictions;

namespace FunctionsPlatform.Demo;

/// <summary>A trained and deployed model with four numeric features: what a visit to the shop is worth.</summary>
public sealed class DemoPredictions(Predictions.Predictions predictions, Trainings trainings, Aliases aliases)
{
    public const string ModelAlias = "model-123456";

    private const int Rows = 200;
    private const int Seed = 123456;

    private static readonly Guid Model = Guid.Parse("01936f00-0000-7000-8000-000000000041");

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if ((await predictions.GetAsync(DemoWorkspace.Id, Model, cancellationToken)).Succeeded(out var known, out _))
        {
            if (known.Deployed is not null)
                return;
            // A start that was cut off has left it half made.
            await predictions.DeleteAsync(DemoWorkspace.Id, Model, cancellationToken);
        }

        var request = new NewPredictionModel("Visit value", PredictionKind.Regression)
        {
            Description = "What a visit to the shop is worth, from made-up visits",
            Plan = new TrainingPlan { Target = "value", Seed = Seed, Algorithms = ["sdca"] },
            Data = new TrainingData(RowTable.Read(["items", "minutes", "pages", "months_as_customer", "value"], Visits()).Value),
        };
        var created = (await predictions.CreateAsync(DemoWorkspace.Id, request, cancellationToken, Model)).Value;
        await trainings.RunAsync(new TrainingKey(DemoWorkspace.Id.Value, Model, created.InTraining!.Value), cancellationToken);
        await predictions.DeployAsync(DemoWorkspace.Id, Model, null, cancellationToken);
        await aliases.AddAsync(DemoWorkspace.Id, "prediction_model", ModelAlias, Model, cancellationToken);
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
