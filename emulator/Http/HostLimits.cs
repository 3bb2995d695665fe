namespace Emulator.Http;

internal static class HostLimits
{
    /// <summary>The host takes no larger body, whatever the worker allows, and answers 500 rather than 413.</summary>
    public const long RequestBodyBytes = 104_857_600;
}
