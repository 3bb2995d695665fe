using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

/// <summary>Who belongs to a team, and as what. A team that has an owner never loses its last one.</summary>
/// <remarks>A row beside the members counts the owners. It is written in one transaction with any member's row that changes the count, so that of two owners who leave at once one stays.</remarks>
public sealed class Rosters(PlatformStorage storage, TimeProvider clock)
{
    private const int Attempts = 30;
    private const string OwnersRow = "owners";
    private const string Count = "Count";
    private const string MemberRows = "member|";
    private const string AfterMemberRows = "member}";

    public async Task<Member?> FindAsync(Team team, Guid userId, CancellationToken cancellationToken)
    {
        var table = await MembersAsync(cancellationToken);
        return await table.FindAsync(team.ToString(), RowOf(userId), cancellationToken) is { } row ? Read(team, row) : null;
    }

    /// <summary>All members, those who joined first at the head.</summary>
    public async Task<IReadOnlyList<Member>> ListAsync(Team team, CancellationToken cancellationToken)
    {
        var table = await MembersAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {team.ToString()} and RowKey gt {MemberRows} and RowKey lt {AfterMemberRows}");
        var members = await table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(row => Read(team, row)).ToListAsync(cancellationToken);
        return [.. members.OrderBy(member => member.JoinedAt).ThenBy(member => member.UserId)];
    }

    /// <summary>What a user belongs to. Who signs in starts in the first workspace.</summary>
    public async Task<IReadOnlyList<Member>> OfUserAsync(Guid userId, TeamKind kind, CancellationToken cancellationToken)
    {
        var table = await TeamsAsync(cancellationToken);
        var partition = userId.ToString("D");
        var teams = await table.QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken)
            .Select(row => Team.Parse(row.RowKey))
            .ToListAsync(cancellationToken);
        var members = await Task.WhenAll(
            from team in teams
            where team?.Kind == kind
            select FindAsync(team.Value, userId, cancellationToken));
        return [.. members.OfType<Member>().OrderBy(member => member.JoinedAt).ThenBy(member => member.Team.Id)];
    }

    /// <summary>Whether the team would have no owner without this user.</summary>
    public async Task<bool> IsLastOwnerAsync(Team team, Guid userId, CancellationToken cancellationToken)
    {
        var table = await MembersAsync(cancellationToken);
        return (await FindAsync(team, userId, cancellationToken))?.Role == Roles.Owner
            && (await table.FindAsync(team.ToString(), OwnersRow, cancellationToken))?.GetInt32(Count) is not > 1;
    }

    /// <summary>Takes a user in. Refused when they belong to the team already.</summary>
    public async Task<Result<Member>> AddAsync(Team team, Guid userId, string role, CancellationToken cancellationToken)
    {
        // The user's own list first: what it has too many is looked up in vain.
        await (await TeamsAsync(cancellationToken)).UpsertEntityAsync(new TableEntity(userId.ToString("D"), team.ToString()), TableUpdateMode.Replace, cancellationToken);
        return await ChangeAsync(team, userId, before => before is null ? new Change(role) : PeopleErrors.MemberExists, cancellationToken);
    }

    public Task<Result<Member>> ChangeRoleAsync(Team team, Guid userId, string role, CancellationToken cancellationToken) =>
        ChangeAsync(team, userId, before => before is null ? PeopleErrors.MemberNotFound : new Change(role), cancellationToken);

    /// <returns>The member as they were.</returns>
    public async Task<Result<Member>> RemoveAsync(Team team, Guid userId, CancellationToken cancellationToken)
    {
        var removed = await ChangeAsync(team, userId, before => before is null ? PeopleErrors.MemberNotFound : new Change(null), cancellationToken);
        if (removed.Succeeded(out _, out _))
            await (await TeamsAsync(cancellationToken)).RemoveAsync(userId.ToString("D"), team.ToString(), cancellationToken);
        return removed;
    }

    private async Task<Result<Member>> ChangeAsync(Team team, Guid userId, Func<Member?, Result<Change>> decide, CancellationToken cancellationToken)
    {
        var table = await MembersAsync(cancellationToken);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var row = await table.FindAsync(team.ToString(), RowOf(userId), cancellationToken);
            var before = row is null ? null : Read(team, row);
            if (!decide(before).Succeeded(out var change, out var refusal))
                return refusal;
            var after = new Member(team, userId, change.Role ?? before!.Role, before?.JoinedAt ?? clock.GetUtcNow());
            var owners = await table.FindAsync(team.ToString(), OwnersRow, cancellationToken);
            var gained = (change.Role == Roles.Owner ? 1 : 0) - (before?.Role == Roles.Owner ? 1 : 0);
            if (gained < 0 && owners?.GetInt32(Count) is not > 1)
                return PeopleErrors.LastOwner;
            if (await TryWriteAsync(table, [MemberAction(row, after, isRemoved: change.Role is null), .. OwnersAction(team, owners, gained)], cancellationToken))
                return after;
            await Task.Delay(RandomNumberGenerator.GetInt32(5, 10 * Math.Min(attempt, 10)), cancellationToken);
        }

        throw new TimeoutException($"The members of a team were changed by others in each of {Attempts} attempts.");
    }

    private static TableTransactionAction MemberAction(TableEntity? row, Member member, bool isRemoved)
    {
        if (isRemoved)
            return new TableTransactionAction(TableTransactionActionType.Delete, row!, row!.ETag);
        var written = new TableEntity(member.Team.ToString(), RowOf(member.UserId)) { ["Role"] = member.Role, ["JoinedAt"] = member.JoinedAt };
        return row is null
            ? new TableTransactionAction(TableTransactionActionType.Add, written)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, written, row.ETag);
    }

    private static IEnumerable<TableTransactionAction> OwnersAction(Team team, TableEntity? owners, int gained)
    {
        if (gained == 0)
            yield break;
        var written = new TableEntity(team.ToString(), OwnersRow) { [Count] = (owners?.GetInt32(Count) ?? 0) + gained };
        yield return owners is null
            ? new TableTransactionAction(TableTransactionActionType.Add, written)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, written, owners.ETag);
    }

    private static async Task<bool> TryWriteAsync(TableClient table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private static string RowOf(Guid userId) => $"{MemberRows}{userId:N}";

    private static Member Read(Team team, TableEntity row) => new(
        team, Guid.ParseExact(row.RowKey[MemberRows.Length..], "N"), row.GetString("Role"), row.GetDateTimeOffset("JoinedAt")!.Value);

    private ValueTask<TableClient> MembersAsync(CancellationToken cancellationToken) => storage.TableAsync("Members", cancellationToken);

    private ValueTask<TableClient> TeamsAsync(CancellationToken cancellationToken) => storage.TableAsync("TeamsOfUsers", cancellationToken);

    /// <param name="Role">The role from now on; null takes the member out.</param>
    private sealed record Change(string? Role);
}
