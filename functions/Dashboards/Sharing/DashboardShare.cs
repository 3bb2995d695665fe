using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Dashboards;

/// <summary>A link that opens one dashboard, and nothing else, until it expires or is withdrawn.</summary>
public sealed record DashboardShare(Guid Id, WorkspaceId Workspace, Guid DashboardId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    public string? Name { get; init; }
}

/// <summary>A link when it is made.</summary>
/// <param name="Token">The secret part of its address, which is told this once.</param>
public sealed record NewShare(DashboardShare Share, string Token);
