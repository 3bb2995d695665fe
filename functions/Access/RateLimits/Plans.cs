namespace FunctionsPlatform.Access;

/// <summary>How many requests a credential may make of one API.</summary>
/// <param name="PerDay">A further limit for the calendar day in UTC, where the plan has one.</param>
/// <param name="PerSecond">A further limit for bursts, where the plan has one.</param>
public sealed record Plan(string Name, int PerMinute, int? PerDay = null, int? PerSecond = null);

public static class Plans
{
    public const string Default = "default";

    /// <summary>The plans that exist without any being configured.</summary>
    public static IReadOnlyDictionary<string, Plan> BuiltIn { get; } = new Plan[]
    {
        new(Default, PerMinute: 60),
        new("free", PerMinute: 30, PerDay: 1_000),
        new("pro", PerMinute: 120, PerDay: 10_000),
        new("starter", PerMinute: 100),
        new("professional", PerMinute: 500),
        new("enterprise", PerMinute: 2_000),
        new("standard", PerMinute: 100, PerSecond: 20),
    }.ToDictionary(plan => plan.Name);
}
