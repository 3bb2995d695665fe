using Azure.Data.Tables;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Dashboards;

/// <summary>Table <c>DashboardShares</c>: partition = dashboard, row = id, newest first. A token is 256 random bits behind the link's id; its hash is what is kept.</summary>
public sealed class DashboardShares(PlatformStorage storage, Ids ids, TimeProvider clock)
{
    /// <summary>Links of one dashboard.</summary>
    public const int Most = 100;

    private const char Separator = '.';

    /// <summary>Makes a link that expires after the time given.</summary>
    public async Task<Result<NewShare>> CreateAsync(Dashboard dashboard, TimeSpan lifetime, string? name, CancellationToken cancellationToken)
    {
        var shares = await ListAsync(dashboard, cancellationToken);
        if (shares.Count >= Most)
            return DashboardErrors.TooManyShares(Most);
        return await AddAsync(dashboard, ids.New(), RandomSecret.New(), lifetime, name, cancellationToken);
    }

    /// <summary>Makes a link whose id and secret are fixed beforehand.</summary>
    internal async Task<NewShare> AddAsync(Dashboard dashboard, Guid id, string secret, TimeSpan lifetime, string? name, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var share = new DashboardShare(id, dashboard.Workspace, dashboard.Id, now, now + lifetime) { Name = name };
        var row = new TableEntity(Partition(dashboard.Id), RowKeys.NewestFirst(id))
        {
            ["Workspace"] = share.Workspace.Value,
            ["Hash"] = RandomSecret.Hash(secret),
            ["CreatedAt"] = share.CreatedAt,
            ["ExpiresAt"] = share.ExpiresAt,
            ["Name"] = name,
        };
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        return new NewShare(share, $"{id:N}{Separator}{secret}");
    }

    /// <summary>Those that are good still, newest first; the others are cleared away.</summary>
    public async Task<IReadOnlyList<DashboardShare>> ListAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        var shares = new List<DashboardShare>();
        foreach (var row in (await table.ReadPageAsync<TableEntity>(Partition(dashboard.Id), 2 * Most, null, cancellationToken)).Value.Items)
        {
            if (Read(row) is var share && share.ExpiresAt > clock.GetUtcNow())
                shares.Add(share);
            else
                await table.TryRemoveAsync(row, cancellationToken);
        }

        return shares;
    }

    /// <summary>The link that a token of it opens now.</summary>
    public async Task<Result<DashboardShare>> OpenAsync(Guid dashboardId, string? token, CancellationToken cancellationToken)
    {
        if (token?.Split(Separator) is not [var idText, var secret] || !Guid.TryParseExact(idText, "N", out var id))
            return DashboardErrors.ShareInvalid;
        var row = await (await TableAsync(cancellationToken)).FindAsync(Partition(dashboardId), RowKeys.NewestFirst(id), cancellationToken);
        return row is not null && RandomSecret.Matches(secret, row.GetString("Hash")) && Read(row) is var share && share.ExpiresAt > clock.GetUtcNow()
            ? share
            : DashboardErrors.ShareInvalid;
    }

    /// <summary>Withdraws a link: from now on it opens nothing.</summary>
    public async Task<Result<Guid>> RemoveAsync(Dashboard dashboard, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(Partition(dashboard.Id), RowKeys.NewestFirst(id), cancellationToken) ? id : DashboardErrors.ShareNotFound;

    public async Task RemoveAllAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        foreach (var share in await ListAsync(dashboard, cancellationToken))
            await RemoveAsync(dashboard, share.Id, cancellationToken);
    }

    private static DashboardShare Read(TableEntity row) => new(
        RowKeys.IdOfNewestFirst(row.RowKey),
        new WorkspaceId(row.GetGuid("Workspace")!.Value),
        Guid.ParseExact(row.PartitionKey, "N"),
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("ExpiresAt")!.Value)
    {
        Name = row.GetString("Name"),
    };

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("DashboardShares", cancellationToken);

    private static string Partition(Guid dashboardId) => dashboardId.ToString("N");
}
