namespace Emulator.Hosting.Settings;

/// <summary>How queues are read. The defaults are the real host's.</summary>
internal sealed class QueueSettings
{
    /// <summary>Messages taken, and run side by side, at a time.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The next batch is taken when no more than this many messages are being worked on. Default: half a batch.</summary>
    public int? NewBatchThreshold { get; init; }

    /// <summary>Tries before a message moves to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>The longest pause between looks at an empty queue.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message that failed stays hidden before its next try.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    public MessageEncoding MessageEncoding { get; init; } = MessageEncoding.Base64;
}
