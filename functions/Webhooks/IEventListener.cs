using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Webhooks;

/// <summary>A part of the platform that acts on what happens, beside the webhooks of workspaces.</summary>
public interface IEventListener
{
    /// <summary>Whether it acts on any of these types in a workspace. What changed on another instance counts some seconds later.</summary>
    ValueTask<bool> WantsAsync(WorkspaceId workspace, IReadOnlyCollection<string> types, CancellationToken cancellationToken);

    /// <summary>May be told of the same event again, and does nothing twice.</summary>
    Task HearAsync(WorkspaceId workspace, WebhookEvent happened, CancellationToken cancellationToken);
}
