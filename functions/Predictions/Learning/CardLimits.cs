namespace FunctionsPlatform.Predictions;

/// <summary>What a model card warns of.</summary>
internal static class CardLimits
{
    private const int FewHeldOut = 50;
    private const double Uneven = 0.1;

    /// <param name="rows">How many there were.</param>
    public static IEnumerable<string> OfRows(long rows, int training, int heldOut)
    {
        yield return "Predicts what holds of rows like those it learnt from; watch the drift of its inputs.";
        if (training + heldOut < rows)
            yield return $"{training + heldOut} of {rows} rows were used: those with a value to learn from, and of more than are taken as many, by lot.";
        if (heldOut < FewHeldOut)
            yield return $"Measured on {heldOut} rows alone: another draw of them may give noticeably other figures.";
    }

    public static IEnumerable<string> OfClasses(IReadOnlyDictionary<string, int> classes)
    {
        if (classes.Values.Min() < Uneven * classes.Values.Max())
            yield return "The classes are uneven: look at macro_f1 and the confusion of classes rather than at accuracy.";
    }

    public const string Interval = "Intervals are as wide for every row: nine in ten of the held-out values were within them (split conformal prediction, Lei et al. 2018).";

    public const string Extrapolation = "Trees do not predict beyond the largest and smallest target that they learnt from.";

    public const string Unlabelled = "Nothing tells which rows truly are anomalies: the share that is flagged follows from the plan, not from the rows.";

    public const string Clusters = "Clusters are found by distance alone; that they mean something has to be seen by people.";

    public const string Forecast = "The forecast carries on what the series did; it knows of nothing outside the series, and its intervals take the errors for normally distributed.";
}
