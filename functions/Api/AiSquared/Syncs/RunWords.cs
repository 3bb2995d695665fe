using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Words for the states of runs. A run that was skipped never was one here.</summary>
internal static class RunWords
{
    private const string Success = "success";

    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RunState>().Except([RunState.Skipped]).Select(Of).Distinct()];

    public static IReadOnlyCollection<RunState> Shown { get; } = [.. Enum.GetValues<RunState>().Except([RunState.Skipped])];

    public static IReadOnlyCollection<RunState> StatesOf(IEnumerable<string> words) => [.. Shown.Where(state => words.Contains(Of(state)))];

    public static string Of(RunState state) => state switch
    {
        RunState.Queued => "pending",
        RunState.Preparing => "started",
        RunState.Reading => "querying",
        RunState.Comparing => "queued",
        RunState.Writing => "in_progress",
        RunState.Paused => "paused",
        RunState.Succeeded or RunState.PartiallySucceeded => Success,
        RunState.Failed => "failed",
        RunState.Cancelled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>general or test: what only tries and sends nothing is a test.</summary>
    public static string TypeOf(RunKind kind) => kind is RunKind.Test or RunKind.DryRun ? "test" : "general";
}
