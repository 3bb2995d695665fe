using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>A person who signs in with an e-mail address and a password.</summary>
public sealed record User(Guid Id, string Email, string Name, DateTimeOffset CreatedAt);

/// <summary>A user's role in one workspace.</summary>
public sealed record Membership(Guid UserId, WorkspaceId Workspace, string Role);
