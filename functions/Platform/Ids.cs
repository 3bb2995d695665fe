namespace FunctionsPlatform.Platform;

/// <summary>The one source of ids: version-7 GUIDs, ordered by the time they were made.</summary>
public sealed class Ids(TimeProvider clock)
{
#pragma warning disable RS0030 // The one place that makes them.
    public Guid New() => Guid.CreateVersion7(clock.GetUtcNow());
#pragma warning restore RS0030
}
