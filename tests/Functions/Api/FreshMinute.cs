namespace FunctionsPlatform.Tests.Api;

/// <summary>For tests that count requests within a minute of the wall clock.</summary>
internal static class FreshMinute
{
    private const int RoomInSeconds = 20;

    /// <summary>Returns with room left in the minute: at its turn the counts would begin anew.</summary>
    public static async Task WaitAsync()
    {
        var left = 60 - TimeProvider.System.GetUtcNow().Second;
        if (left < RoomInSeconds)
            await Task.Delay(TimeSpan.FromSeconds(left));
    }
}
