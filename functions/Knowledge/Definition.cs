using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Knowledge;

/// <summary>One thing that a workspace says of a connection's database: a metric, or other names of a table or column.</summary>
public sealed record Definition<T>(Guid Id, WorkspaceId Workspace, Guid ConnectionId, T Content, DateTimeOffset CreatedAt)
    where T : class
{
    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;
}
