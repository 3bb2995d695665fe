using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>The rows of a training as numbers, split into those that are learnt from and those that are held out. Everything about features is learnt from the former.</summary>
internal sealed class TabularRows
{
    /// <summary>What all rows may become as numbers: 200 MB. A text alone becomes hundreds of them.</summary>
    private const int MostNumbers = 50_000_000;

    private const int Importances = 3;
    private const int RowsForImportance = 1_000;

    private readonly TrainingTable _table;
    private readonly TrainingPlan _plan;
    private readonly IReadOnlyList<DroppedColumn> _dropped;

    private TabularRows(TrainingTable table, TrainingPlan plan, RowSplit split, IReadOnlyList<Feature> features, IReadOnlyList<DroppedColumn> dropped)
    {
        (_table, _plan, Split, Features, _dropped) = (table, plan, split, features, dropped);
        Layout = new FeatureLayout(features);
        int[] columns = [.. features.Select(feature => table.IndexOf(feature.Name))];
        Training = [.. split.Training.Select(Encode)];
        HeldOut = [.. split.HeldOut.Select(Encode)];

        float[] Encode(int row) => Layout.Encode(Array.ConvertAll(columns, column => table.Rows[row][column]));
    }

    public RowSplit Split { get; }

    public IReadOnlyList<Feature> Features { get; }

    public FeatureLayout Layout { get; }

    public IReadOnlyList<float[]> Training { get; }

    public IReadOnlyList<float[]> HeldOut { get; }

    public static Result<TabularRows> Of(TrainingTable table, TrainingPlan plan, IReadOnlyList<int>? classes)
    {
        var split = RowSplit.Of(table.Rows.Count, classes, plan.Holdout, plan.Seed);
        var (features, dropped) = FeatureChoice.Choose(table with { Rows = [.. split.Training.Select(row => table.Rows[row])] }, plan);
        if (features.Count == 0)
            return PredictionErrors.DataInvalid("$.data", $"No column is left to predict from: {string.Join("; ", dropped.Take(20).Select(column => $"{column.Name}: {column.Reason}"))}.");
        // Of fewer rows those that are held out are held out here too: what was learnt of features is not of them.
        var share = (double)MostNumbers / ((long)new FeatureLayout(features).Width * table.Rows.Count);
        return new TabularRows(table, plan, share < 1 ? RowSplit.Of(table.Rows.Count, classes, plan.Holdout, plan.Seed, share) : split, features, dropped);
    }

    /// <summary>How much the measure falls when one feature's values are dealt out anew among the held-out rows (Breiman, "Random Forests", 2001).</summary>
    /// <param name="measure">Given rows, of the first held-out ones: the higher the better.</param>
    public IReadOnlyList<FeatureImportance> Importance(Func<IReadOnlyList<float[]>, double> measure, CancellationToken cancellationToken)
    {
        float[][] rows = [.. HeldOut.Take(RowsForImportance)];
        var (whole, chance, found) = (measure(rows), new Random(_plan.Seed), new List<FeatureImportance>());
        for (var feature = 0; feature < Features.Count; feature++)
        {
            var fall = 0.0;
            for (var round = 0; round < Importances; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                fall += (whole - measure(Shuffled(rows, feature, chance))) / Importances;
            }

            found.Add(new FeatureImportance(Features[feature].Name, fall));
        }

        return [.. found.OrderByDescending(importance => importance.Importance)];
    }

    public ModelCard Card(string method, IReadOnlyList<CandidateResult> candidates, string algorithm, IReadOnlyDictionary<string, double> metrics, params IEnumerable<string> limits) => new(
        new CardData(_table.Count, Training.Count + HeldOut.Count, _plan.Target, [.. Features.Select(feature => new CardFeature(feature.Name, feature.Kind))], _dropped),
        new CardSplit(method, Training.Count, HeldOut.Count, _plan.Seed),
        candidates,
        algorithm,
        metrics,
        [.. CardLimits.OfRows(_table.Count, Training.Count, HeldOut.Count), .. limits]);

    private float[][] Shuffled(float[][] rows, int feature, Random chance)
    {
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        chance.Shuffle(order);
        return [.. rows.Select((row, index) =>
        {
            float[] changed = [.. row];
            Layout.Slots(rows[order[index]], feature).CopyTo(Layout.Slots(changed, feature));
            return changed;
        })];
    }
}
