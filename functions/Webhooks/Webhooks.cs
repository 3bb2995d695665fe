using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Webhooks.Deliveries;

namespace FunctionsPlatform.Webhooks;

/// <summary>The webhooks of workspaces: kept, and told what happens.</summary>
public sealed class Webhooks(
    WebhookStore store, WebhookRules rules, WebhookKeys keys, EventAnnouncer announcer, IEnumerable<IEventListener> listeners, Ids ids, TimeProvider clock)
{
    /// <summary>Most webhooks of one workspace: all of them are looked through for every event.</summary>
    public const int Most = 50;

    /// <summary>For how long deliveries are signed with the former secret too, after a new one was made.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const int MostKeys = 4;

    /// <summary>
    /// Tells the webhooks of the workspace that want to know, in the background, and whatever part of the platform acts on it. May be called again with the same event, and
    /// should be where its end was not seen: it is delivered once to each webhook. Costs nothing worth speaking of where nobody wants to know.
    /// </summary>
    public async Task AnnounceAsync(WorkspaceId workspace, WebhookEvent happened, CancellationToken cancellationToken)
    {
        foreach (var listener in listeners)
            await listener.HearAsync(workspace, happened, cancellationToken);
        await announcer.AnnounceAsync(workspace, happened, cancellationToken);
    }

    /// <summary>Whether anybody is told of one of these types in the workspace. A webhook made on another instance counts some seconds later.</summary>
    public async ValueTask<bool> WantsAsync(WorkspaceId workspace, IReadOnlyCollection<string> types, CancellationToken cancellationToken)
    {
        foreach (var listener in listeners)
        {
            if (await listener.WantsAsync(workspace, types, cancellationToken))
                return true;
        }

        return (await announcer.ActiveAsync(workspace, cancellationToken)).Any(webhook => types.Any(webhook.Wants));
    }

    public Task<Result<Page<Webhook>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        store.ListAsync(workspace, limit, cursor, cancellationToken);

    public async Task<Result<Webhook>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } webhook ? webhook : WebhookErrors.NotFound;

    public async Task<Result<IssuedWebhook>> CreateAsync(WorkspaceId workspace, NewWebhook request, CancellationToken cancellationToken)
    {
        var webhook = new Webhook(ids.New(), workspace, request.Url.Trim(), [.. request.Events.Distinct()], clock.GetUtcNow())
        {
            Description = request.Description,
            State = request.IsActive ? WebhookState.Active : WebhookState.Inactive,
        };
        if (await rules.CheckAsync(webhook, cancellationToken) is { } wrong)
            return wrong;
        if ((await store.ListAsync(workspace, Most, null, cancellationToken)).Value.Items.Count >= Most)
            return WebhookErrors.TooMany(Most);
        var (key, secret) = await keys.NewAsync(workspace, webhook.Id, cancellationToken);
        webhook = webhook with { Keys = [key] };
        await store.AddAsync(webhook, cancellationToken);
        announcer.Forget(workspace);
        return new IssuedWebhook(webhook, secret);
    }

    public async Task<Result<Webhook>> UpdateAsync(WorkspaceId workspace, Guid id, WebhookChange change, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } before)
            return WebhookErrors.NotFound;
        if (await rules.CheckAsync(Apply(before), cancellationToken) is { } wrong)
            return wrong;
        var changed = await store.ChangeAsync(workspace, id, Apply, cancellationToken);
        announcer.Forget(workspace);
        return changed is not null ? changed : WebhookErrors.NotFound;

        Webhook Apply(Webhook webhook) => webhook with
        {
            Url = change.Url?.Trim() ?? webhook.Url,
            Events = change.Events is { } events ? [.. events.Distinct()] : webhook.Events,
            Description = change.Description ?? webhook.Description,
            State = change.IsActive switch { true => WebhookState.Active, false => WebhookState.Inactive, null => webhook.State },
            // Whoever switches it on again has done something about it.
            Health = change.IsActive == true ? new WebhookHealth() : webhook.Health,
            UpdatedAt = clock.GetUtcNow(),
        };
    }

    /// <summary>Deliveries that are still to be made are given up.</summary>
    public async Task<Result<Webhook>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } webhook)
            return WebhookErrors.NotFound;
        var removed = await store.RemoveAsync(workspace, id, cancellationToken);
        await keys.RemoveAsync(workspace, id, webhook.Keys, cancellationToken);
        announcer.Forget(workspace);
        return removed ? webhook : WebhookErrors.NotFound;
    }

    /// <summary>A new secret. Deliveries are signed with the former one too for <see cref="Overlap"/>.</summary>
    public async Task<Result<IssuedWebhook>> RotateAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is null)
            return WebhookErrors.NotFound;
        var (key, secret) = await keys.NewAsync(workspace, id, cancellationToken);
        var now = clock.GetUtcNow();
        IReadOnlyList<WebhookKey> dropped = [];
        var rotated = await store.ChangeAsync(workspace, id, Rotate, cancellationToken);
        await keys.RemoveAsync(workspace, id, rotated is null ? [key] : dropped, cancellationToken);
        return rotated is null ? WebhookErrors.NotFound : new IssuedWebhook(rotated, secret);

        Webhook Rotate(Webhook webhook)
        {
            WebhookKey[] all = [key, .. webhook.Keys.Select(former => former with { Until = former.Until ?? now + Overlap })];
            WebhookKey[] kept = [.. all.Where(candidate => candidate.IsGood(now)).Take(MostKeys)];
            dropped = [.. all.Except(kept)];
            return webhook with { Keys = kept, UpdatedAt = now };
        }
    }
}
