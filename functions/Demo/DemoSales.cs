using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Demo;

// The same seed must give the same sales; nothing here is a secret.
#pragma warning disable CA5394

/// <summary>The shop's sales of every day since 2022 as a dataset.</summary>
public sealed class DemoSales(Datasets.Datasets datasets, Aliases aliases, TimeProvider clock)
{
    public const string Alias = "ds-123456";

    public static readonly Guid Id = Guid.Parse("01936f00-0000-7000-8000-000000000031");

    private const int Seed = 20_220_101;

    private static readonly DateOnly First = new(2022, 1, 1);

    /// <summary>With the share of sales that each has.</summary>
    private static readonly (string Name, double Share)[] Regions = [("Europe", 0.46), ("North America", 0.31), ("Asia", 0.16), ("South America", 0.07)];

    private static readonly (string Name, double Share)[] Channels = [("online", 0.62), ("store", 0.27), ("partner", 0.11)];

    private static readonly ResultColumn[] Columns =
    [
        new("date", ColumnKind.Date), new("order_id", ColumnKind.Integer), new("product", ColumnKind.Text), new("category", ColumnKind.Text), new("region", ColumnKind.Text),
        new("channel", ColumnKind.Text), new("quantity", ColumnKind.Integer), new("unit_price", ColumnKind.Decimal), new("amount", ColumnKind.Decimal),
    ];

    /// <summary>Makes the dataset, or brings it up to today.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var found = await datasets.GetAsync(DemoWorkspace.Id, Id, cancellationToken);
        if (!found.Succeeded(out var dataset, out _) || DateOnly.FromDateTime(dataset.UpdatedAt.UtcDateTime) < today || dataset.Current is null)
        {
            var sales = new NewDataset("sales") { Description = "Every sale of the demo shop since 2022" };
            var written = dataset is null
                ? await datasets.WriteAsync(DemoWorkspace.Id, sales, Columns, Rows(today), cancellationToken, Id)
                : await datasets.WriteAsync(DemoWorkspace.Id, Id, Columns, Rows(today), cancellationToken);
            if (!written.Succeeded(out _, out var error))
                throw new InvalidOperationException($"The demo's dataset could not be made: {error.Message}");
        }

        await aliases.AddAsync(DemoWorkspace.Id, "dataset", Alias, Id, cancellationToken);
    }

    /// <summary>Two to seven sales a day: more every year, towards Christmas, and at weekends.</summary>
    private static async IAsyncEnumerable<object?[]> Rows(DateOnly today)
    {
        await Task.CompletedTask;
        var random = new Random(Seed);
        var order = 10_000L;
        for (var day = First; day <= today; day = day.AddDays(1))
        {
            var growth = 1 + (day.DayNumber - First.DayNumber) / 1_500.0;
            var season = 1 + 0.35 * Math.Cos(2 * Math.PI * (day.DayOfYear - 350) / 365.0);
            var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1.25 : 1;
            for (var sale = (int)Math.Round(2.2 * growth * season * weekend + random.NextDouble()); sale > 0; sale--)
            {
                var product = ShopWords.Products[(int)(ShopWords.Products.Count * Math.Pow(random.NextDouble(), 1.6))];
                var quantity = 1 + (int)(4 * Math.Pow(random.NextDouble(), 2.5));
                yield return [day, order++, product.Name, product.Category, Pick(Regions), Pick(Channels), (long)quantity, product.Price, product.Price * quantity];
            }
        }

        string Pick((string Name, double Share)[] choices)
        {
            var at = random.NextDouble();
            foreach (var (name, share) in choices)
            {
                if ((at -= share) < 0)
                    return name;
            }

            return choices[^1].Name;
        }
    }
}
