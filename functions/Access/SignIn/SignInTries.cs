using Azure.Data.Tables;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

/// <summary>Counts wrong passwords by e-mail address, whether or not there is an account: five, and the address waits for an hour.</summary>
public sealed class SignInTries(PlatformStorage storage, TimeProvider clock)
{
    internal const string Table = "SignInTries";

    private const int Allowed = 5;
    private const string Row = "tries";
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Takes one of the tries before the password is looked at, so that tries at the same time are counted too.</summary>
    /// <returns>Null, or how long the address has to wait.</returns>
    public async Task<TimeSpan?> TakeAsync(string emailKey, CancellationToken cancellationToken)
    {
        TimeSpan? wait = null;
        var now = clock.GetUtcNow();
        var table = await storage.TableAsync(Table, cancellationToken);
        await table.ChangeAsync(emailKey, Row, Count, cancellationToken);
        return wait;

        TableEntity? Count(TableEntity? current)
        {
            wait = null;
            current ??= new TableEntity(emailKey, Row);
            var until = current.GetDateTimeOffset(ExpiringRows.ExpiresAt);
            var taken = until > now ? current.GetInt32("Taken") ?? 0 : 0;
            if (taken >= Allowed)
            {
                wait = until - now;
                return null;
            }

            current["Taken"] = taken + 1;
            current[ExpiringRows.ExpiresAt] = now + Window;
            return current;
        }
    }

    /// <summary>The password was right: all tries are given back.</summary>
    public async Task ClearAsync(string emailKey, CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync(Table, cancellationToken);
        await table.RemoveAsync(emailKey, Row, cancellationToken);
    }
}
