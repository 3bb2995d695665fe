using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>What a question asks for, as far as it has been read: names of the schema without the joins between them.</summary>
internal sealed class Draft
{
    /// <summary>The table whose rows are spoken of.</summary>
    public IndexedTable? Subject { get; set; }

    public List<Operand> Selected { get; } = [];

    public bool SelectsEverything { get; set; }

    public bool IsDistinct { get; set; }

    /// <summary>Tables that must have a matching row.</summary>
    public List<IndexedTable> Required { get; } = [];

    public List<Filter> Filters { get; } = [];

    /// <summary>Which rows the metrics are of, where nothing else is computed.</summary>
    public Condition? MetricRows { get; set; }

    public List<Filter> Having { get; } = [];

    public List<Operand> Groups { get; } = [];

    public List<(Operand Operand, bool IsDescending)> Order { get; } = [];

    public int? Limit { get; set; }

    /// <summary>Rows of which there must be none.</summary>
    public List<Draft> Exclusions { get; } = [];

    /// <summary>Conditions after <c>but not</c>.</summary>
    public Draft? Except { get; set; }

    public bool HasConditions => Filters.Count > 0 || Having.Count > 0 || Required.Count > 0 || Exclusions.Count > 0;

    public void Require(IndexedTable table)
    {
        if (table != Subject && !Required.Contains(table))
        {
            Required.Add(table);
        }
    }
}

/// <summary>A condition on one operand.</summary>
/// <param name="IsAlternative">Joined to the condition before it by <c>or</c>.</param>
/// <param name="IsDenied">Said of what something does not do or have, rather than of what it is not.</param>
internal sealed record Filter(Operand Operand, FilterTest Test, bool IsAlternative = false, bool IsDenied = false);

internal abstract record FilterTest;

internal sealed record CompareTest(ComparisonOperator Operator, object Value) : FilterTest;

internal sealed record RangeTest(object Low, object High) : FilterTest;

internal sealed record PeriodTest(DateTime? From, DateTime? Until, bool IsNegated = false) : FilterTest;

internal sealed record TextTest(TextMatchKind Kind, string Text, bool IsNegated = false) : FilterTest;

internal sealed record NullTest(bool IsNegated) : FilterTest;

/// <summary>Compared with an aggregate over all rows: <c>above the average</c>.</summary>
internal sealed record AggregateTest(ComparisonOperator Operator, AggregateFunction Function, IndexedColumn Column, Draft? Over = null)
    : FilterTest;
