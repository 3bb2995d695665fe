using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>Something that was done in a workspace through an API.</summary>
/// <param name="Actor">Id of the key, client or user that did it.</param>
/// <param name="Action">The function that did it: <c>Webhooks_Create</c>.</param>
/// <param name="Path">What it was done to, without the query.</param>
/// <param name="Status">What was answered.</param>
public sealed record AuditEntry(
    Guid Id, WorkspaceId Workspace, DateTimeOffset At, string Actor, CredentialKind ActorKind, string Role, string Action, string Method, string Path, int Status, string RequestId);

/// <summary>Which entries: all that match whatever is given.</summary>
/// <param name="From">Done then or later.</param>
/// <param name="To">Done before.</param>
public sealed record AuditQuery(DateTimeOffset? From = null, DateTimeOffset? To = null, string? Actor = null, string? Action = null);
