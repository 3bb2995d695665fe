using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

/// <summary>A program that gets tokens with a client id and a client secret.</summary>
public sealed record ApiClient(
    string ClientId, WorkspaceId Workspace, string Name, string Role, string? Plan, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>A client just made, and its secret, which cannot be had again.</summary>
public sealed record IssuedClient(ApiClient Client, string Secret)
{
    public override string ToString() => $"IssuedClient {{ Client = {Client} }}";
}

/// <summary>What a new client is made of.</summary>
public sealed record NewClient(WorkspaceId Workspace, string Name, string Role = Roles.Editor, string? Plan = null);
