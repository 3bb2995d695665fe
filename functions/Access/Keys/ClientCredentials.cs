using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Access;

/// <summary>Client ids and secrets. Exchange them for a token with <see cref="TokenIssuer.IssueForClientAsync"/>.</summary>
public sealed class ClientCredentials(PlatformStorage storage, IOptions<RateLimitOptions> limits, Ids ids, TimeProvider clock)
{
    private const string Row = "client";
    private const int MaximumKeyLength = 400;

    // What an unknown client's secret is compared with, so that it takes as long as a known one's.
    private static readonly string NoSecret = new('0', 64);

    public Task<Result<IssuedClient>> CreateAsync(NewClient draft, CancellationToken cancellationToken) =>
        AddAsync(draft, "client-" + ids.New().ToString("N"), RandomSecret.New(), cancellationToken);

    /// <summary>Adds a client whose id and secret the caller chose. Only <see cref="CreateAsync"/> makes secrets that cannot be guessed.</summary>
    public async Task<Result<IssuedClient>> AddAsync(NewClient draft, string clientId, string secret, CancellationToken cancellationToken)
    {
        if (!Roles.Exists(draft.Role))
            return AccessErrors.RoleUnknown;
        if (draft.Plan is not null && limits.Value.Find(draft.Plan) is null)
            return AccessErrors.PlanUnknown;
        var client = new ApiClient(clientId, draft.Workspace, draft.Name, draft.Role, draft.Plan, clock.GetUtcNow(), RevokedAt: null);
        var table = await TableAsync(cancellationToken);
        var row = new TableEntity(RowKeys.Escape(clientId), Row)
        {
            ["ClientId"] = clientId,
            ["Workspace"] = client.Workspace.Value,
            ["Name"] = client.Name,
            ["Role"] = client.Role,
            ["Plan"] = client.Plan,
            ["CreatedAt"] = client.CreatedAt,
            ["SecretHash"] = RandomSecret.Hash(secret),
        };
        if (!await table.TryAddAsync(row, cancellationToken))
            return new ApiError(ErrorKind.Conflict, "client_exists", "There is a client of this id already.");
        await table.UpsertEntityAsync(ListRow(client), TableUpdateMode.Replace, cancellationToken);
        return new IssuedClient(client, secret);
    }

    /// <summary>The clients of a workspace by client id, revoked ones included.</summary>
    public async Task<Result<Page<ApiClient>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        var page = await table.ReadPageAsync<TableEntity>(ListPartition(workspace), limit, cursor, cancellationToken);
        if (!page.Succeeded(out var listed, out var error))
            return error;
        var clients = new List<ApiClient>();
        foreach (var row in listed.Items)
        {
            if (await table.FindAsync(row.RowKey, Row, cancellationToken) is { } client)
                clients.Add(Read(client));
        }

        return new Page<ApiClient>(clients, listed.NextCursor);
    }

    /// <summary>Gives a client a new secret; the old one is refused from now on.</summary>
    public async Task<Result<IssuedClient>> RotateSecretAsync(WorkspaceId workspace, string clientId, CancellationToken cancellationToken)
    {
        var secret = RandomSecret.New();
        var changed = await ChangeAsync(workspace, clientId, row => row["SecretHash"] = RandomSecret.Hash(secret), cancellationToken);
        return changed.Succeeded(out var client, out var error) ? new IssuedClient(client, secret) : error;
    }

    /// <summary>Refuses the client from now on. Tokens that it has got already live out their time.</summary>
    public Task<Result<ApiClient>> RevokeAsync(WorkspaceId workspace, string clientId, CancellationToken cancellationToken) =>
        ChangeAsync(workspace, clientId, row => row["RevokedAt"] = row.GetDateTimeOffset("RevokedAt") ?? clock.GetUtcNow(), cancellationToken);

    /// <summary>The client, if the secret is its own; one and the same refusal for anything else.</summary>
    public async Task<Result<ApiClient>> VerifyAsync(string clientId, string secret, CancellationToken cancellationToken)
    {
        var partition = RowKeys.Escape(clientId);
        if (partition.Length is 0 or > MaximumKeyLength)
            return AccessErrors.ClientInvalid;
        var table = await TableAsync(cancellationToken);
        var row = await table.FindAsync(partition, Row, cancellationToken);
        var matches = RandomSecret.Matches(secret, row?.GetString("SecretHash") ?? NoSecret);
        return row is not null && matches && row.GetDateTimeOffset("RevokedAt") is null ? Read(row) : AccessErrors.ClientInvalid;
    }

    private async Task<Result<ApiClient>> ChangeAsync(
        WorkspaceId workspace, string clientId, Action<TableEntity> change, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        var row = await table.ChangeAsync(RowKeys.Escape(clientId), Row, Change, cancellationToken);
        return row is null
            ? new ApiError(ErrorKind.NotFound, "client_not_found", "There is no such client in this workspace.")
            : Read(row);

        TableEntity? Change(TableEntity? current)
        {
            if (current?.GetGuid("Workspace") != workspace.Value)
                return null;
            change(current);
            return current;
        }
    }

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Clients", cancellationToken);

    // The secret's row is found by client id alone; these rows only list a workspace's client ids.
    private static TableEntity ListRow(ApiClient client) => new(ListPartition(client.Workspace), RowKeys.Escape(client.ClientId));

    private static string ListPartition(WorkspaceId workspace) => $"workspace|{workspace}";

    private static ApiClient Read(TableEntity row) => new(
        row.GetString("ClientId"),
        new WorkspaceId(row.GetGuid("Workspace")!.Value),
        row.GetString("Name"),
        row.GetString("Role"),
        row.GetString("Plan"),
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("RevokedAt"));
}
