using Emulator.Durable.Replay;

namespace Emulator.Durable.Engine;

/// <summary>One step of an instance: how it is afterwards, the messages that are dealt with, and what followed from them.</summary>
internal sealed record Episode(Instance Instance, IReadOnlyList<Message> Consumed)
{
    public IReadOnlyList<HistoryEvent> Events { get; init; } = [];

    public IReadOnlyList<OrchestratorAction> Actions { get; init; } = [];

    public Outcome? Outcome { get; init; }
}
