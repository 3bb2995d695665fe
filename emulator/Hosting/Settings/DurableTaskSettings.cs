using Emulator.Durable;

namespace Emulator.Hosting.Settings;

internal sealed class DurableTaskSettings
{
    public string HubName { get; init; } = "TestHubName";

    public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

    public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

    public DurableEngineOptions ToEngineOptions(string dataDirectory) => new(Path.Combine(dataDirectory, "durable.db"), HubName)
    {
        MaxConcurrentActivities = MaxConcurrentActivityFunctions,
        MaxConcurrentOrchestrators = MaxConcurrentOrchestratorFunctions,
    };
}
