using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Webhooks.Deliveries;

/// <summary>An event on its way to one webhook.</summary>
public sealed record Delivery(Guid Id, WorkspaceId Workspace, Guid WebhookId, Guid EventId, string EventType, DateTimeOffset CreatedAt)
{
    /// <summary>Most attempts that are kept; the schedule has fewer, but it may begin again.</summary>
    private const int MostAttempts = 20;

    public DeliveryState State { get; init; }

    /// <summary>The latest, oldest first.</summary>
    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];

    /// <summary>Attempts since the schedule last began.</summary>
    public int Tries { get; init; }

    /// <summary>Not before then; null when there is nothing left to do.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When the sweep looks at it, as long as it is pending.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Somebody delivers it until then.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    public DeliveryKey Key => new(Workspace.Value, WebhookId, Id);

    public bool IsReady(DateTimeOffset now) => State == DeliveryState.Pending && !(LeasedUntil > now) && NextAttemptAt <= now;

    /// <summary>After an attempt that settles it.</summary>
    public Delivery Ended(DeliveryState state, DeliveryAttempt attempt) => After(attempt) with { State = state, NextAttemptAt = null };

    public Delivery Again(DateTimeOffset at, DeliveryAttempt attempt) => After(attempt) with { NextAttemptAt = at, DueAt = at };

    private Delivery After(DeliveryAttempt attempt) =>
        this with { Attempts = [.. Attempts.TakeLast(MostAttempts - 1), attempt], Tries = Tries + 1, LeasedUntil = null };
}

/// <summary>Where a delivery is: what messages hold, and all that they hold.</summary>
public sealed record DeliveryKey(Guid Workspace, Guid WebhookId, Guid Id);

public enum DeliveryState
{
    Pending,
    Delivered,
    Failed,
}

/// <param name="Status">What was answered; null when nothing was.</param>
/// <param name="Error">What went wrong, in words; null when nothing did.</param>
public sealed record DeliveryAttempt(DateTimeOffset At, int? Status, string? Error, int DurationMs);
