using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Webhooks;

/// <summary>Table <c>Webhooks</c>: partition = workspace, row = id, oldest first.</summary>
public sealed class WebhookStore(PlatformStorage storage)
{
    public async Task AddAsync(Webhook webhook, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(ToEntity(webhook), TableUpdateMode.Replace, cancellationToken);

    public async Task<Webhook?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), Row(id), cancellationToken) is { } entity ? ToWebhook(entity) : null;

    /// <summary>Changes a webhook that is there.</summary>
    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<Webhook?> ChangeAsync(WorkspaceId workspace, Guid id, Func<Webhook, Webhook?> change, CancellationToken cancellationToken)
    {
        Webhook? written = null;
        await (await TableAsync(cancellationToken)).ChangeAsync(workspace.ToString(), Row(id), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null ? null : change(ToWebhook(current));
            if (written is null)
                return null;
            var entity = ToEntity(written);
            entity.ETag = current!.ETag;
            return entity;
        }
    }

    public async Task<Result<Page<Webhook>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToWebhook) : error;
    }

    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), Row(id), cancellationToken);

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Webhooks", cancellationToken);

    private static string Row(Guid id) => id.ToString("N");

    private static TableEntity ToEntity(Webhook webhook)
    {
        var entity = new TableEntity(webhook.Workspace.ToString(), Row(webhook.Id))
        {
            ["Url"] = webhook.Url,
            ["Description"] = webhook.Description,
            ["State"] = webhook.State.ToString(),
            ["FailingSince"] = webhook.Health.FailingSince,
            ["LastFailedAt"] = webhook.Health.LastFailedAt,
            ["CreatedAt"] = webhook.CreatedAt,
            ["UpdatedAt"] = webhook.UpdatedAt,
        };
        entity.SetJson("Events", webhook.Events);
        entity.SetJson("Keys", webhook.Keys);
        return entity;
    }

    private static Webhook ToWebhook(TableEntity entity) => new(
        Guid.ParseExact(entity.RowKey, "N"),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetString("Url"),
        entity.GetJson<IReadOnlyList<string>>("Events")!,
        entity.GetDateTimeOffset("CreatedAt")!.Value)
    {
        Description = entity.GetString("Description"),
        State = Enum.Parse<WebhookState>(entity.GetString("State")),
        Keys = entity.GetJson<IReadOnlyList<WebhookKey>>("Keys")!,
        Health = new WebhookHealth(entity.GetDateTimeOffset("FailingSince"), entity.GetDateTimeOffset("LastFailedAt")),
        UpdatedAt = entity.GetDateTimeOffset("UpdatedAt")!.Value,
    };
}
