using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>Learns which class a row has.</summary>
internal sealed class ClassLearner : Learner
{
    private const int MostClasses = 100;
    private const int FewestOfClass = 5;

    private readonly TabularRows _rows;
    private readonly IReadOnlyList<string> _classes;
    private readonly IReadOnlyList<int> _training;
    private readonly IReadOnlyList<int> _heldOut;
    private readonly ColumnKind _targetKind;
    private readonly int _seed;

    private ClassLearner(TabularRows rows, IReadOnlyList<string> classes, IReadOnlyList<int> labels, ColumnKind targetKind, int seed)
    {
        (_rows, _classes, _targetKind, _seed) = (rows, classes, targetKind, seed);
        _training = [.. rows.Split.Training.Select(row => labels[row])];
        _heldOut = [.. rows.Split.HeldOut.Select(row => labels[row])];
        Features = [.. rows.Features.Select(feature => feature.Name)];
    }

    public static Result<Learner> Of(TrainingTable table, TrainingPlan plan)
    {
        var target = table.IndexOf(plan.Target!);
        string[] texts = [.. table.Column(target).Select(value => CellValue.Text(value!))];
        var counts = texts.CountBy(text => text).OrderBy(one => one.Key, StringComparer.Ordinal).ToList();
        if (counts.Count < 2)
            return PredictionErrors.DataInvalid("$.target", $"Column '{plan.Target}' has one class alone; there must be two or more to tell apart.");
        if (counts.Count > MostClasses)
            return PredictionErrors.DataInvalid("$.target", $"Column '{plan.Target}' has {counts.Count} different values; there may be {MostClasses} classes. To predict a number, choose the type regression.");
        if (counts.FirstOrDefault(one => one.Value < FewestOfClass) is { Key: not null } rare)
            return PredictionErrors.DataInvalid("$.target", $"Class '{Shortened(rare.Key)}' has {rare.Value} rows; each class needs at least {FewestOfClass}.");
        var places = counts.Select((one, place) => KeyValuePair.Create(one.Key, place)).ToDictionary();
        int[] labels = Array.ConvertAll(texts, text => places[text]);
        if (!TabularRows.Of(table, plan, labels).Succeeded(out var rows, out var unusable))
            return unusable;
        return Choose(plan, MlAlgorithms.OfClasses).Succeeded(out var algorithms, out var unknown)
            ? new ClassLearner(rows, [.. counts.Select(one => one.Key)], labels, table.Columns[target].Kind, plan.Seed) { Algorithms = algorithms }
            : unknown;
    }

    public override Trial Try(string algorithm, CancellationToken cancellationToken)
    {
        var (truths, scores) = (new List<int>(), new List<float[]>());
        foreach (var (learn, predict) in Folds.Of(_training.Count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scorer = Fit(algorithm, [.. learn.Select(row => _rows.Training[row])], [.. learn.Select(row => _training[row])]);
            truths.AddRange(predict.Select(row => _training[row]));
            scores.AddRange(predict.Select(row => scorer.Score(_rows.Training[row])));
        }

        var metrics = Metrics.OfClasses(truths, scores, _classes.Count);
        // Among algorithms that are right as often, the one that is surer where it is right.
        return new Trial(metrics["accuracy"] - (metrics["log_loss"] / 10_000), metrics);
    }

    public override Learnt Finish(string algorithm, IReadOnlyList<CandidateResult> candidates, CancellationToken cancellationToken)
    {
        var scorer = Fit(algorithm, _rows.Training, _training);
        float[][] scores = [.. _rows.HeldOut.Select(scorer.Score)];
        var counts = _training.Concat(_heldOut).CountBy(label => _classes[label]).OrderBy(one => one.Key, StringComparer.Ordinal).ToDictionary();
        var card = _rows.Card(RowSplit.ByClass, candidates, algorithm, Metrics.OfClasses(_heldOut, scores, _classes.Count), CardLimits.OfClasses(counts));
        return new Learnt(
            new ModelDefinition(PredictionKind.Classification, algorithm, _rows.Features) { Classes = _classes, TargetKind = _targetKind },
            scorer,
            card with
            {
                Data = card.Data with { Classes = counts },
                Confusion = Confusion(scores),
                Importance = _rows.Importance(rows => rows.Zip(_heldOut).Average(pair => Metrics.Best(scorer.Score(pair.First)) == pair.Second ? 1.0 : 0), cancellationToken),
            });
    }

    private IScorer Fit(string algorithm, IReadOnlyList<float[]> rows, IReadOnlyList<int> labels) => MlAlgorithms.FitClasses(algorithm, rows, labels, _classes.Count, _seed);

    private Dictionary<string, IReadOnlyDictionary<string, int>> Confusion(float[][] scores) => _heldOut.Zip(scores)
        .GroupBy(pair => _classes[pair.First])
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            IReadOnlyDictionary<string, int> (group) => group.CountBy(pair => _classes[Metrics.Best(pair.Second)]).OrderBy(one => one.Key, StringComparer.Ordinal).ToDictionary());

    private static string Shortened(string text) => text.Length > 50 ? text[..50] + "..." : text;
}
