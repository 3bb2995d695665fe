using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>One attempt of an algorithm. Of scores the higher is the better.</summary>
internal sealed record Trial(double Score, IReadOnlyDictionary<string, double> Metrics);

/// <summary>Compares algorithms on the rows of a training and lets the best learn. What it does follows from the rows and the plan's seed alone.</summary>
internal abstract class Learner
{
    private const int Fewest = 20;

    /// <summary>Those that are compared.</summary>
    public required IReadOnlyList<string> Algorithms { get; init; }

    public IReadOnlyList<string> Features { get; protected init; } = [];

    /// <summary>Learns from a part of the training rows and measures on the rest of them.</summary>
    public abstract Trial Try(string algorithm, CancellationToken cancellationToken);

    /// <summary>Learns from all training rows and measures on those that were held out.</summary>
    public abstract Learnt Finish(string algorithm, IReadOnlyList<CandidateResult> candidates, CancellationToken cancellationToken);

    /// <summary>Refuses rows and plans that nothing can be learnt from.</summary>
    public static Result<Learner> Of(TrainingTable table, PredictionKind kind, TrainingPlan plan)
    {
        if (CheckColumns(table.Columns, kind, plan) is { } unfit)
            return unfit;
        if (kind == PredictionKind.TimeSeries)
            return ForecastLearner.Of(table, plan);
        var rows = plan.Target is null || kind == PredictionKind.Clustering ? table.Rows : [.. table.Rows.Where(row => row[table.IndexOf(plan.Target)] is not null)];
        if (rows.Count < Fewest)
            return PredictionErrors.DataInvalid("$.data", $"At least {Fewest} rows are needed; there are {rows.Count} with a value to learn from.");
        return kind switch
        {
            PredictionKind.Classification => ClassLearner.Of(table with { Rows = rows }, plan),
            PredictionKind.Regression => NumberLearner.Of(table with { Rows = rows }, plan),
            PredictionKind.Clustering => ClusterLearner.Of(table, plan),
            PredictionKind.AnomalyDetection => AnomalyLearner.Of(table with { Rows = rows }, plan),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nothing is learnt of such models."),
        };
    }

    /// <summary>Refuses a plan that names columns which are not there, or no target where there must be one.</summary>
    public static ApiError? CheckColumns(IReadOnlyList<ResultColumn> columns, PredictionKind kind, TrainingPlan plan)
    {
        string[] names = [.. columns.Select(column => column.Name)];
        if (plan.Target is { } target && !names.Contains(target))
            return Missing("$.target", target, names);
        if (plan.Features.FirstOrDefault(name => !names.Contains(name)) is { } feature)
            return Missing("$.features", feature, names);
        return plan.Target is null && kind is PredictionKind.Classification or PredictionKind.Regression or PredictionKind.TimeSeries
            ? PredictionErrors.DataInvalid("$.target", "Name the column to predict.")
            : null;
    }

    /// <summary>The algorithms that the plan names, or all.</summary>
    protected static Result<IReadOnlyList<string>> Choose(TrainingPlan plan, IReadOnlyList<string> all) =>
        plan.Algorithms.FirstOrDefault(name => !all.Contains(name)) is { } unknown
            ? PredictionErrors.DataInvalid("$.algorithms", $"'{unknown}' does not suit these rows; those that do are {string.Join(", ", all)}.")
            : Result.Of(plan.Algorithms.Count > 0 ? plan.Algorithms : all);

    protected static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Float or ColumnKind.Decimal;

    private static ApiError Missing(string path, string column, string[] names) =>
        PredictionErrors.DataInvalid(path, $"There is no column '{column}'; there are {string.Join(", ", names.Take(50))}.");
}
