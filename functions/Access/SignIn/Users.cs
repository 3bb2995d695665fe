using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

public sealed class Users(PlatformStorage storage, SignInTries tries, Ids ids, TimeProvider clock) : IDisposable
{
    private const string Row = "user";
    private const string IdRow = "id";
    private const int ShortestPassword = 8;
    private const int LongestPassword = 128;
    private const int LongestEmail = 254;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // A password takes a core for a tenth of a second. However many are tried, other requests find cores free in between.
    private readonly SemaphoreSlim _checks = new(Math.Max(1, Environment.ProcessorCount / 2));

    public async Task<Result<User>> CreateAsync(string email, string name, string password, CancellationToken cancellationToken)
    {
        if (!Address(email).Succeeded(out var address, out var refusal))
            return refusal;
        if (password.Length is < ShortestPassword or > LongestPassword)
            return AccessErrors.Invalid("password", $"The password has {ShortestPassword} to {LongestPassword} characters.");
        var user = new User(ids.New(), address, name.Trim(), clock.GetUtcNow());
        var table = await TableAsync(cancellationToken);
        var added = await table.TryAddAsync(
            new TableEntity(EmailKey(address), Row)
            {
                ["Id"] = user.Id,
                ["Email"] = user.Email,
                ["Name"] = user.Name,
                ["CreatedAt"] = user.CreatedAt,
                ["Password"] = PasswordHash.Of(password),
            },
            cancellationToken);
        if (added)
            await MakeFindableAsync(table, user.Id, EmailKey(address), cancellationToken);
        return added ? user : new ApiError(ErrorKind.Conflict, "user_exists", "There is a user of this e-mail address already.");
    }

    /// <summary>An e-mail address as it is kept; refused when it is none.</summary>
    public static Result<string> Address(string email)
    {
        var address = email.Trim();
        return address.Length <= LongestEmail && System.Net.Mail.MailAddress.TryCreate(address, out var parsed) && parsed.Address == address
            ? address
            : AccessErrors.Invalid("email", "The e-mail address is not one.");
    }

    public async Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        return await table.FindAsync(EmailKey(email.Trim()), Row, cancellationToken) is { } row ? Read(row) : null;
    }

    /// <summary>Whether there is any user.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        return await table.QueryAsync<TableEntity>(row => row.RowKey == Row, maxPerPage: 1, cancellationToken: cancellationToken).AnyAsync(cancellationToken);
    }

    public async Task<User?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        return await table.FindAsync(IdKey(id), IdRow, cancellationToken) is { } known
            && await table.FindAsync(known.GetString("Email"), Row, cancellationToken) is { } row
                ? Read(row)
                : null;
    }

    /// <summary>The user, if the password is right. Takes as long, and says the same, for a wrong password and for an unknown address.</summary>
    public async Task<Result<User>> SignInAsync(string email, string password, CancellationToken cancellationToken)
    {
        var address = email.Trim();
        if (address.Length is 0 or > LongestEmail || password.Length > LongestPassword)
            return AccessErrors.CredentialsInvalid;
        if (!await _checks.WaitAsync(LongestWait, cancellationToken))
            return AccessErrors.SignInBusy;
        Result<User> signedIn;
        try
        {
            signedIn = await CheckAsync(EmailKey(address), password, cancellationToken);
        }
        finally
        {
            _checks.Release();
        }

        // A process may have died between the two rows of a new user.
        if (signedIn.Succeeded(out var user, out _))
            await MakeFindableAsync(await TableAsync(cancellationToken), user.Id, EmailKey(address), cancellationToken);
        return signedIn;
    }

    public void Dispose() => _checks.Dispose();

    private async Task<Result<User>> CheckAsync(string key, string password, CancellationToken cancellationToken)
    {
        if (await tries.TakeAsync(key, cancellationToken) is { } wait)
            return AccessErrors.SignInLocked(wait);

        var table = await TableAsync(cancellationToken);
        var row = await table.FindAsync(key, Row, cancellationToken);
        var matches = PasswordHash.Matches(password, row?.GetString("Password") ?? PasswordHash.OfNobody);
        if (row is null || !matches)
            return AccessErrors.CredentialsInvalid;
        await tries.ClearAsync(key, cancellationToken);
        return Read(row);
    }

    private static Task<bool> MakeFindableAsync(TableClient table, Guid id, string emailKey, CancellationToken cancellationToken) =>
        table.TryAddAsync(new TableEntity(IdKey(id), IdRow) { ["Email"] = emailKey }, cancellationToken);

    private static User Read(TableEntity row) => new(
        row.GetGuid("Id")!.Value, row.GetString("Email"), row.GetString("Name"), row.GetDateTimeOffset("CreatedAt")!.Value);

    private static string IdKey(Guid id) => id.ToString("N");

    // A hash, because an address may be longer than a key once it is escaped.
    private static string EmailKey(string email) => RandomSecret.Hash(email.ToLowerInvariant());

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Users", cancellationToken);
}
