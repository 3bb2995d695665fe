using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Webhooks;

/// <summary>An address of a workspace that is told what happens.</summary>
/// <param name="Events">The types that it is told of, of <see cref="EventTypes"/>; empty for all.</param>
public sealed record Webhook(Guid Id, WorkspaceId Workspace, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt)
{
    public string? Description { get; init; }

    public WebhookState State { get; init; }

    /// <summary>What deliveries are signed with, the newest first. The secrets themselves are kept apart.</summary>
    public IReadOnlyList<WebhookKey> Keys { get; init; } = [];

    public WebhookHealth Health { get; init; } = new();

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    public bool IsActive => State == WebhookState.Active;

    public bool Wants(string type) => IsActive && (Events.Count == 0 || Events.Contains(type, StringComparer.Ordinal));
}

public enum WebhookState
{
    Active,

    /// <summary>Switched off by whoever owns it.</summary>
    Inactive,

    /// <summary>Switched off because it answered that it is gone.</summary>
    Gone,

    /// <summary>Switched off because its deliveries failed for days.</summary>
    Failing,
}

/// <param name="Until">When it is not signed with any more; null for the newest.</param>
public sealed record WebhookKey(Guid Id, DateTimeOffset? Until = null)
{
    public bool IsGood(DateTimeOffset now) => Until is null || Until > now;
}

/// <summary>How deliveries to a webhook have been going.</summary>
/// <param name="FailingSince">The first failure since the last success; null when the last went well.</param>
public sealed record WebhookHealth(DateTimeOffset? FailingSince = null, DateTimeOffset? LastFailedAt = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(5);

    // Longer than any pause of the retry schedule: whoever fails twice in two weeks has not failed for two weeks.
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromDays(2);

    public bool IsHopeless(DateTimeOffset now) => FailingSince + Patience <= now;

    public WebhookHealth Failed(DateTimeOffset now) => new(FailingSince is null || now - LastFailedAt > LongestQuiet ? now : FailingSince, now);
}

/// <summary>What a caller gives to make a webhook.</summary>
public sealed record NewWebhook(string Url, IReadOnlyList<string> Events, string? Description = null, bool IsActive = true);

/// <summary>What changes of a webhook; null leaves a part as it is.</summary>
public sealed record WebhookChange(string? Url = null, IReadOnlyList<string>? Events = null, string? Description = null, bool? IsActive = null);

/// <summary>A webhook with a secret that was just made and is shown this once.</summary>
public sealed record IssuedWebhook(Webhook Webhook, string Secret)
{
    public override string ToString() => $"IssuedWebhook {{ Id = {Webhook.Id} }}";
}
