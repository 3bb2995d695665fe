namespace Emulator.Hosting;

internal static class InvocationIds
{
#pragma warning disable RS0030 // This is the emulator's one source of ids.
    public static string Next() => Guid.NewGuid().ToString();
#pragma warning restore RS0030
}
