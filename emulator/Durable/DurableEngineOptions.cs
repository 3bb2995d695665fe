namespace Emulator.Durable;

/// <param name="DatabasePath">The SQLite file; its folder is made when missing.</param>
/// <param name="HubName">The task hub, as clients see it.</param>
internal sealed record DurableEngineOptions(string DatabasePath, string HubName = "TestHubName")
{
    public int MaxConcurrentActivities { get; init; } = 10 * Environment.ProcessorCount;

    public int MaxConcurrentOrchestrators { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>How many writes that wait at the same time share one commit.</summary>
    public int MaxCommitBatch { get; init; } = 256;

    /// <summary>Runs before each commit; what it throws stops the store as a failing disk would.</summary>
    public Action? BeforeCommit { get; init; }
}
