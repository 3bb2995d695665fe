namespace FunctionsPlatform.Platform;

/// <summary>The tenant that owns data. First part of every storage key.</summary>
public readonly record struct WorkspaceId(Guid Value)
{
    /// <summary>Stands for the owner of what belongs to no workspace.</summary>
    public static WorkspaceId Deployment { get; } = new(Guid.Empty);

    public override string ToString() => Value.ToString("D");
}
