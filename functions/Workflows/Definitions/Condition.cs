using System.Text.Json;

namespace FunctionsPlatform.Workflows;

/// <summary>Something that has to hold for a step to run.</summary>
/// <param name="Step">The step whose rows are looked at.</param>
public sealed record Condition(ConditionKind Kind, string? Step = null)
{
    /// <summary>The column of the first row; null for its first.</summary>
    public string? Column { get; init; }

    /// <summary>A template whose text is looked at in place of a step's rows.</summary>
    public string? Of { get; init; }

    public ConditionOperator Operator { get; init; }

    /// <summary>What it is compared with: a number or a text.</summary>
    public JsonElement? Value { get; init; }
}

public enum ConditionKind
{
    RowCount,

    /// <summary>A number against a threshold.</summary>
    Value,
    Text,

    /// <summary>The rows differ from those of the last run that came to its end.</summary>
    Changed,
}

public enum ConditionOperator
{
    Equals,
    NotEquals,
    GreaterThan,
    GreaterOrEqual,
    LessThan,
    LessOrEqual,
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
}
