using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Emulator.Durable.Replay;

/// <summary>How an execution ended. Its output is JSON, or the text of the failure; the next input when it continues as new.</summary>
internal sealed record Outcome(OrchestrationRuntimeStatus Status, string? Output)
{
    public TaskFailureDetails? Failure { get; private init; }

    /// <summary>Events that the next execution is to receive.</summary>
    public IReadOnlyList<HistoryEvent> CarriedOver { get; private init; } = [];

    public static Outcome Completed(string? output) => new(OrchestrationRuntimeStatus.Completed, output);

    public static Outcome ContinuedAsNew(string? input, IReadOnlyList<HistoryEvent> carriedOver) =>
        new(OrchestrationRuntimeStatus.ContinuedAsNew, input) { CarriedOver = carriedOver };

    public static Outcome Terminated(string? output) => new(OrchestrationRuntimeStatus.Terminated, output)
    {
        Failure = new TaskFailureDetails("DurableTask.Core.Exceptions.OrchestrationTerminatedException", output ?? "", null, null, null),
    };

    public static Outcome Failed(Exception exception)
    {
        var failure = TaskFailureDetails.FromException(exception);
        return new(OrchestrationRuntimeStatus.Failed, failure.ToString()) { Failure = failure };
    }

    /// <summary>No such orchestrator: unlike every other failure this one's output is JSON.</summary>
    public static Outcome Unknown(string name)
    {
        var failure = new TaskFailureDetails(
            "System.InvalidOperationException",
            $"The function '{name}' doesn't exist, is disabled, or is not an orchestrator function.",
            null,
            null,
            null);
        return new(OrchestrationRuntimeStatus.Failed, DurableJson.Write(failure)) { Failure = failure };
    }
}
