using System.Globalization;
using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;
using FunctionsPlatform.Translation.Embedded.Reading;

namespace FunctionsPlatform.Translation.Embedded;

/// <summary>Says how a question was understood.</summary>
internal static class Explanation
{
    public static string Of(Draft draft)
    {
        var parts = new List<string> { $"Shows {Shown(draft)} of {draft.Subject!.Name}" };
        var conditions = draft.Filters.Concat(draft.Having).Select(Condition)
            .Concat(draft.Exclusions.Select(exclusion => $"there is no matching row in {exclusion.Subject!.Name}")).ToList();
        if (conditions.Count > 0)
        {
            parts.Add("where " + string.Join(" and ", conditions));
        }

        if (draft.Groups.Count > 0)
        {
            parts.Add("for each " + string.Join(" and ", draft.Groups.Select(group => Name(group with { Rows = null }))));
        }

        if (draft.Order.Count > 0)
        {
            parts.Add("ordered by " + string.Join(", ", draft.Order
                .Select(order => Name(order.Operand) + (order.IsDescending ? ", highest first" : ", lowest first"))));
        }

        if (draft.Limit is { } limit)
        {
            parts.Add(limit == 1 ? "the first row only" : $"the first {limit.ToString(CultureInfo.InvariantCulture)} rows");
        }

        return string.Join(", ", parts) + ".";
    }

    public static IReadOnlyList<UnderstoodPhrase> Phrases(Reading.Reading reading, IReadOnlyList<Mention> mentions) =>
        [.. mentions.Where(reading.Used.Contains).Select(mention => (mention, Meaning(mention))).Where(pair => pair.Item2 is not null)
            .Select(pair => new UnderstoodPhrase(reading.Phrase(pair.mention), pair.Item2!))];

    private static string? Meaning(Mention mention) => mention switch
    {
        NameMention { Table: { } table } => $"table {table}",
        NameMention { Metric: { } metric } => $"metric {metric.Name}",
        NameMention { Columns: [var first, ..] } => $"column {first.Item}",
        ValueMention { Candidates: [var first, ..] } => $"value '{first.Item.Value}' of {first.Item.Column}",
        TextMention text => $"text '{text.Text}'",
        NumberMention number => $"number {number.Value.ToString(CultureInfo.InvariantCulture)}",
        DateMention { Range: var range } => $"from {range.From:yyyy-MM-dd} up to {range.Until:yyyy-MM-dd}",
        CueMention { Cue: CountCue } => "count of rows",
        CueMention { Cue: AggregateCue aggregate } => aggregate.Function.ToString().ToLowerInvariant(),
        CueMention { Cue: SuperlativeCue or MostCue or CommonCue or TopCue } => "order and limit",
        CueMention { Cue: ComparisonCue or BetweenCue or TextMatchCue or NullCue } => "comparison",
        CueMention { Cue: EachCue or PeriodCue } => "group",
        CueMention { Cue: NotCue or ExceptCue } => "negation",
        _ => null,
    };

    private static string Shown(Draft draft) =>
        draft.SelectsEverything || draft.Selected.Count == 0 ? "all columns" : string.Join(", ", draft.Selected.Select(Name));

    private static string Name(Operand operand)
    {
        if (operand.Metric is { } metric)
        {
            return $"the metric {metric.Name}";
        }

        var column = operand.Column?.ToString() ?? "rows";
        return operand.Function is { } function
            ? $"{function.ToString().ToLowerInvariant()} of {(operand.Column is null && operand.Rows is { } rows ? rows.Name : column)}"
            : operand.Period is { } unit ? $"{unit.ToString().ToLowerInvariant()} of {column}" : column;
    }

    private static string Condition(Filter filter) => Name(filter.Operand) + filter.Test switch
    {
        CompareTest test => $" {Words(test.Operator)} {Convert.ToString(test.Value, CultureInfo.InvariantCulture)}",
        RangeTest => " lies in the range",
        PeriodTest => " lies in the period",
        TextTest test => $" {test.Kind.ToString().ToLowerInvariant()} '{test.Text}'",
        NullTest test => test.IsNegated ? " is known" : " is missing",
        AggregateTest test => $" {Words(test.Operator)} the {test.Function.ToString().ToLowerInvariant()} of {test.Column}",
        _ => "",
    };

    public static string Words(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "is",
        ComparisonOperator.NotEqual => "is not",
        ComparisonOperator.Less => "is below",
        ComparisonOperator.LessOrEqual => "is at most",
        ComparisonOperator.Greater => "is above",
        _ => "is at least",
    };
}
