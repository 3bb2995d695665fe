namespace Emulator.Timers;

internal static class LocalTime
{
    /// <summary>Now, in the clock's own time zone.</summary>
    public static DateTime LocalNow(this TimeProvider clock) => DateTime.SpecifyKind(clock.GetLocalNow().DateTime, DateTimeKind.Local);
}
