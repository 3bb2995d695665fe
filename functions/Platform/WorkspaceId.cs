namespace FunctionsPlatform.Platform;

/// <summary>The tenant that owns data. First part of every storage key.</summary>
public readonly record struct WorkspaceId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}
