using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Access;

public sealed partial class AccessTriggers(ExpiredRows expired, ILogger<AccessTriggers> logger)
{
    /// <summary>Each hour clears what has expired.</summary>
    [Function("Access_OnExpiry")]
    public async Task ClearExpiredAsync([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        Log.Cleared(logger, await expired.DeleteAsync(cancellationToken), timer.IsPastDue);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Cleared {Count} expired rows (late: {IsPastDue}).")]
        public static partial void Cleared(ILogger logger, int count, bool isPastDue);
    }
}
