using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Predictions;

/// <summary>Decides which columns a model predicts from, and as what it takes each.</summary>
internal static class FeatureChoice
{
    private const int MostCategories = 50;
    private const int MostSlots = 4_000;
    private const double MostGaps = 0.95;
    private const double WordsOfText = 3;

    /// <summary>A feature for each column that tells something, and the columns left out with the reason. Named columns are taken, whatever they are.</summary>
    public static (IReadOnlyList<Feature> Features, IReadOnlyList<DroppedColumn> Dropped) Choose(TrainingTable table, TrainingPlan plan)
    {
        var (features, dropped, slots) = (new List<Feature>(), new List<DroppedColumn>(), 0);
        var names = plan.Features.Count > 0 ? plan.Features : [.. table.Columns.Select(column => column.Name)];
        foreach (var name in names.Where(name => name != plan.Target))
        {
            var column = table.IndexOf(name);
            object?[] values = [.. table.Column(column)];
            var facts = ColumnFacts.Of(values);
            var kind = Kind(table.Columns[column].Kind, facts);
            if (plan.Features.Count == 0 && Objection(table.Columns[column], facts, kind) is { } reason)
            {
                dropped.Add(new DroppedColumn(name, reason));
                continue;
            }

            var feature = FeatureStatistics.Learn(new Feature(name, kind), values, MostCategories);
            slots += new FeatureEncoder(feature).Width;
            if (slots > MostSlots)
                dropped.Add(new DroppedColumn(name, $"the features before it fill the {MostSlots:N0} places that there are"));
            else
                features.Add(feature);
        }

        return (features, dropped);
    }

    private static FeatureKind Kind(ColumnKind kind, ColumnFacts facts) => kind switch
    {
        ColumnKind.Integer or ColumnKind.Float or ColumnKind.Decimal when facts.AreNumbers => FeatureKind.Numeric,
        ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz => FeatureKind.Date,
        _ when facts.Distinct > MostCategories && facts.AverageWords >= WordsOfText => FeatureKind.Text,
        _ => FeatureKind.Categorical,
    };

    private static string? Objection(ResultColumn column, ColumnFacts facts, FeatureKind kind) =>
        facts.Present == 0 ? "it has no values"
        : facts.Gaps > MostGaps ? $"{facts.Gaps:P0} of its values are missing"
        : facts.Distinct == 1 ? "all its values are the same"
        : IsId(column, facts, kind) ? "it tells rows apart and says nothing of them"
        : kind == FeatureKind.Categorical && facts.Distinct > MostCategories && facts.Distinct > facts.Present / 2 ? "nearly each of its values is another"
        : null;

    private static bool IsId(ResultColumn column, ColumnFacts facts, FeatureKind kind) =>
        facts.Distinct == facts.Present && facts.Present > 1 && kind != FeatureKind.Date && (
            column.Kind == ColumnKind.Uuid
            || facts.IsSequence
            || column.Name.Equals("id", StringComparison.OrdinalIgnoreCase)
            || column.Name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
            || column.Name.EndsWith("Id", StringComparison.Ordinal));
}
