using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Cues;

/// <summary>What a phrase of the question's own language asks for.</summary>
internal abstract record Cue;

/// <summary>A verb that opens a request: <c>list</c>, <c>show me</c>.</summary>
internal sealed record LeadCue : Cue;

/// <summary><c>which</c>, <c>what</c>: names what is asked for.</summary>
internal sealed record WhichCue : Cue;

/// <summary><c>how many</c>, <c>number of</c>.</summary>
internal sealed record CountCue(bool IsQuestion = false) : Cue;

internal sealed record AggregateCue(AggregateFunction Function) : Cue;

/// <param name="Subjects">Words of the columns that it speaks of: <c>oldest</c> of <c>age</c>. Empty when the next words name the
/// column.</param>
/// <param name="OppositeSubjects">Words of columns that it orders the other way round: <c>oldest</c> is the first by <c>birth</c>.</param>
internal sealed record SuperlativeCue(bool IsMaximum, IReadOnlyList<string> Subjects, IReadOnlyList<string> OppositeSubjects) : Cue;

/// <summary><c>most</c>, <c>fewest</c>: of rows, or of a measure.</summary>
internal sealed record MostCue(bool IsMaximum) : Cue;

/// <summary><c>most common</c>: the value of the most rows.</summary>
internal sealed record CommonCue(bool IsMaximum) : Cue;

/// <summary><c>top</c> or <c>first</c> with a number.</summary>
internal sealed record TopCue(bool IsMaximum) : Cue;

internal sealed record ComparisonCue(ComparisonOperator Operator, IReadOnlyList<string> Subjects, IReadOnlyList<string> OppositeSubjects)
    : Cue;

/// <summary><c>or more</c> after a number.</summary>
internal sealed record OrMoreCue(ComparisonOperator Operator) : Cue;

internal sealed record BetweenCue : Cue;

internal sealed record TextMatchCue(TextMatchKind Kind) : Cue;

internal sealed record OrderCue : Cue;

internal sealed record DirectionCue(bool IsDescending) : Cue;

internal sealed record EachCue : Cue;

internal sealed record DistinctCue : Cue;

internal sealed record NotCue : Cue;

internal sealed record ExceptCue : Cue;

/// <summary><c>both</c>: says nothing more than the conditions themselves, which are kept apart where no one row can meet them.</summary>
internal sealed record BothCue : Cue;

/// <summary><c>but</c>: an exclusion when a negation follows.</summary>
internal sealed record ButCue : Cue;

internal sealed record NullCue(bool IsNegated) : Cue;

internal sealed record AndCue : Cue;

internal sealed record OrCue : Cue;

/// <summary><c>who</c>, <c>with</c>, <c>whose</c>: conditions follow.</summary>
internal sealed record WhereCue(bool IsStrong) : Cue;

/// <summary><c>of</c>, <c>for</c>: what the words before belong to follows.</summary>
internal sealed record OfCue : Cue;

/// <summary>Asks for a column by the kind of its values: <c>when</c>, <c>where</c>, <c>how old</c>.</summary>
internal sealed record KindCue(IReadOnlyList<string> Subjects) : Cue;

/// <summary><c>all details</c>: every column.</summary>
internal sealed record EverythingCue : Cue;

/// <summary>An event that a date column records: <c>signed up</c> of <c>created_at</c>.</summary>
internal sealed record EventCue(IReadOnlyList<string> Subjects) : Cue;

/// <summary><c>by month</c>, <c>per year</c>.</summary>
internal sealed record PeriodCue(DateUnit Unit) : Cue;

/// <summary>The end of a sentence.</summary>
internal sealed record StopCue : Cue;
