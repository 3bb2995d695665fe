using System.Globalization;

namespace FunctionsPlatform.Monitors.Bands;

/// <summary>Says in words what deviated, and which group of it most.</summary>
public static class Explanation
{
    /// <param name="groups">What the value consists of: each group's value now and what it was expected to be.</param>
    public static string Of(string name, Judgement judged, IReadOnlyList<GroupChange> groups)
    {
        var direction = judged.Value > judged.Expected ? "above" : "below";
        var words = $"{name} is {Number(judged.Value)}, {Share(judged)}{direction} the {Number(judged.Expected)} expected{(judged.Season is { } season ? $" {season}" : "")} "
            + $"(usual: {Number(judged.Lower)} to {Number(judged.Upper)}).";
        var total = judged.Value - judged.Expected;
        var most = groups.Where(group => Math.Sign(group.Change) == Math.Sign(total)).OrderByDescending(group => Math.Abs(group.Change)).FirstOrDefault();
        return most is null
            ? words
            : $"{words} Most of it is {most.Name}: {Number(most.Value)} where {Number(most.Expected)} was expected.";
    }

    private static string Share(Judgement judged)
    {
        if (judged.Expected == 0)
            return $"{Number(Math.Abs(judged.Value))} ";
        var share = Math.Abs((judged.Value - judged.Expected) / judged.Expected);
        return string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#}% ");
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,##0" : "0.##", CultureInfo.InvariantCulture);
}

/// <summary>A group of a metric: its value now, and what it was expected to be.</summary>
public sealed record GroupChange(string Name, double Value, double Expected)
{
    public double Change => Value - Expected;
}
