using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Access;

/// <summary>The open invitations of teams. One that is accepted or withdrawn is gone; one that expires can be sent again.</summary>
public sealed class Invitations(PlatformStorage storage, Ids ids, IOptions<AccessOptions> options, TimeProvider clock)
{
    private const string Prefix = "inv";

    /// <summary>All that are open, newest first; expired ones too.</summary>
    public async Task<IReadOnlyList<Invitation>> ListAsync(Team team, CancellationToken cancellationToken)
    {
        var partition = team.ToString();
        return await (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken)
            .Select(Read)
            .ToListAsync(cancellationToken);
    }

    public async Task<Invitation?> FindAsync(Team team, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(team.ToString(), RowKeys.NewestFirst(id), cancellationToken) is { } row ? Read(row) : null;

    public async Task<Result<IssuedInvitation>> AddAsync(Team team, string email, string role, string invitedBy, CancellationToken cancellationToken)
    {
        if ((await ListAsync(team, cancellationToken)).Any(open => open.Email.Equals(email, StringComparison.OrdinalIgnoreCase)))
            return PeopleErrors.InvitationExists;
        var now = clock.GetUtcNow();
        var invitation = new Invitation(ids.New(), team, email, role, invitedBy, now, now + options.Value.InvitationLifetime);
        var secret = RandomSecret.New();
        await (await TableAsync(cancellationToken)).AddEntityAsync(Write(invitation, secret), cancellationToken);
        return Issued(invitation, secret);
    }

    /// <summary>Makes a new secret, which replaces the one before, and begins the time anew.</summary>
    public Task<Result<IssuedInvitation>> RenewAsync(Team team, Guid id, CancellationToken cancellationToken)
    {
        var secret = RandomSecret.New();
        return ChangeAsync(team, id, secret, invitation => invitation with { ExpiresAt = clock.GetUtcNow() + options.Value.InvitationLifetime }, cancellationToken);
    }

    public async Task<Result<Invitation>> ChangeRoleAsync(Team team, Guid id, string role, CancellationToken cancellationToken)
    {
        var changed = await ChangeAsync(team, id, secret: null, invitation => invitation with { Role = role }, cancellationToken);
        return changed.Succeeded(out var issued, out var refusal) ? issued.Invitation : refusal;
    }

    public async Task<Result<Invitation>> RemoveAsync(Team team, Guid id, CancellationToken cancellationToken) =>
        await FindAsync(team, id, cancellationToken) is { } invitation
        && await (await TableAsync(cancellationToken)).RemoveAsync(team.ToString(), RowKeys.NewestFirst(id), cancellationToken)
            ? invitation
            : PeopleErrors.InvitationNotFound;

    /// <summary>The invitation that a mailed text belongs to.</summary>
    public async Task<Result<Invitation>> OpenAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Split('_') is not [Prefix, var teamText, var idText, var secret]
            || Team.Parse(teamText) is not { } team || !Guid.TryParseExact(idText, "N", out var id))
            return PeopleErrors.InvitationNotFound;
        var row = await (await TableAsync(cancellationToken)).FindAsync(team.ToString(), RowKeys.NewestFirst(id), cancellationToken);
        if (row is null || !RandomSecret.Matches(secret, row.GetString("SecretHash")))
            return PeopleErrors.InvitationNotFound;
        var invitation = Read(row);
        return invitation.ExpiresAt <= clock.GetUtcNow() ? PeopleErrors.InvitationExpired : invitation;
    }

    private async Task<Result<IssuedInvitation>> ChangeAsync(
        Team team, Guid id, string? secret, Func<Invitation, Invitation> change, CancellationToken cancellationToken)
    {
        var written = await (await TableAsync(cancellationToken)).ChangeAsync(team.ToString(), RowKeys.NewestFirst(id), Change, cancellationToken);
        return written is null ? PeopleErrors.InvitationNotFound : Issued(Read(written), secret ?? "");

        TableEntity? Change(TableEntity? current) => current is null ? null : Write(change(Read(current)), secret, current);
    }

    private static IssuedInvitation Issued(Invitation invitation, string secret) =>
        new(invitation, $"{Prefix}_{invitation.Team}_{invitation.Id:N}_{secret}");

    private static TableEntity Write(Invitation invitation, string? secret, TableEntity? current = null)
    {
        var row = current ?? new TableEntity(invitation.Team.ToString(), RowKeys.NewestFirst(invitation.Id));
        row["Email"] = invitation.Email;
        row["Role"] = invitation.Role;
        row["InvitedBy"] = invitation.InvitedBy;
        row["CreatedAt"] = invitation.CreatedAt;
        row["AcceptBefore"] = invitation.ExpiresAt;
        if (secret is not null)
            row["SecretHash"] = RandomSecret.Hash(secret);
        return row;
    }

    private static Invitation Read(TableEntity row) => new(
        RowKeys.IdOfNewestFirst(row.RowKey),
        Team.Parse(row.PartitionKey)!.Value,
        row.GetString("Email"),
        row.GetString("Role"),
        row.GetString("InvitedBy"),
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("AcceptBefore")!.Value);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Invitations", cancellationToken);
}
