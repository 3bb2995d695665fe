using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;

namespace FunctionsPlatform.Destinations.Custom;

/// <summary>The kinds of destinations that workspaces describe by manifests of their own: checked, kept, and then used as any other kind.</summary>
public sealed class CustomDestinations(
    CustomDestinationStore store, DestinationStore destinations, StreamCache streams, SecretStore secrets, ManifestDestinations manifests, TimeProvider clock)
{
    /// <summary>Most kinds that one workspace describes: lists of them are read whole.</summary>
    public const int Most = 50;

    // Every use of a destination asks for its kind, and reading a manifest takes a while.
    private readonly TimedCache<(WorkspaceId, string Type), ManifestDestination> _read = new(TimeSpan.FromSeconds(15), clock);

    public Task<IReadOnlyList<CustomDestination>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken) => store.ListAsync(workspace, cancellationToken);

    public async Task<Result<CustomDestination>> GetAsync(WorkspaceId workspace, string type, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, type, cancellationToken) is { } custom ? custom : CustomDestinationErrors.NotFound;

    /// <summary>The kind of that type, ready for use; null when the workspace has described none.</summary>
    public async Task<IDestination?> FindKindAsync(WorkspaceId workspace, string type, CancellationToken cancellationToken) =>
        type.StartsWith(CustomDestination.Prefix, StringComparison.Ordinal) ? await _read.GetAsync((workspace, type), () => OpenAsync(workspace, type, cancellationToken)) : null;

    /// <summary>The kind that a kept manifest describes. Refused when the platform's rules have changed since and the manifest breaks them.</summary>
    public Result<ManifestDestination> Open(CustomDestination custom) =>
        ManifestReader.Read(custom.Manifest.ToJsonString()).Succeeded(out var manifest, out var broken) ? manifests.Open(manifest) : broken;

    /// <summary>Checks a manifest and keeps it. Nothing is sent anywhere.</summary>
    public async Task<Result<CustomDestination>> CreateAsync(WorkspaceId workspace, JsonObject manifest, string? createdBy, CancellationToken cancellationToken)
    {
        if (!Read(manifest).Succeeded(out var read, out var wrong))
            return wrong;
        if ((await store.ListAsync(workspace, cancellationToken)).Count >= Most)
            return CustomDestinationErrors.TooMany(Most);
        var custom = new CustomDestination(workspace, read.Type, read.Manifest, clock.GetUtcNow()) { CreatedBy = createdBy };
        if (!(await store.AddAsync(custom, cancellationToken)).Succeeded(out var isAdded, out wrong))
            return wrong;
        return isAdded ? custom : CustomDestinationErrors.Taken(custom.Type);
    }

    /// <summary>Replaces the manifest of a kind. Destinations of the kind go by the new one from then on.</summary>
    public async Task<Result<CustomDestination>> UpdateAsync(WorkspaceId workspace, string type, JsonObject manifest, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, type, cancellationToken) is not { } before)
            return CustomDestinationErrors.NotFound;
        if (!Read(manifest).Succeeded(out var read, out var wrong))
            return wrong;
        if (read.Type != type)
            return CustomDestinationErrors.TypeFixed;
        var after = before with { Manifest = read.Manifest, UpdatedAt = clock.GetUtcNow() };
        if (await store.SetAsync(after, cancellationToken) is { } tooLarge)
            return tooLarge;
        _read.Remove((workspace, type));
        foreach (var destination in await OfTypeAsync(workspace, type, cancellationToken))
            await SettleAsync(destination, read.Schema, cancellationToken);
        return after;
    }

    /// <summary>Refused while there are destinations of the kind.</summary>
    public async Task<Result<CustomDestination>> DeleteAsync(WorkspaceId workspace, string type, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, type, cancellationToken) is not { } custom)
            return CustomDestinationErrors.NotFound;
        if (await OfTypeAsync(workspace, type, cancellationToken) is { Count: > 0 } used)
            return CustomDestinationErrors.Used(used.Count);
        _read.Remove((workspace, type));
        return await store.RemoveAsync(custom, cancellationToken) ? custom : CustomDestinationErrors.NotFound;
    }

    private static Result<(string Type, JsonObject Manifest, JsonObject Schema)> Read(JsonObject given)
    {
        var manifest = (JsonObject)given.DeepClone();
        if (manifest["type"] is JsonValue value && value.TryGetValue(out string? name) && !name.StartsWith(CustomDestination.Prefix, StringComparison.Ordinal))
            manifest["type"] = CustomDestination.Prefix + name;
        return ManifestReader.Read(manifest.ToJsonString()).Succeeded(out var read, out var wrong)
            ? (read.Definition.Type, manifest, read.Definition.ConfigurationSchema)
            : wrong;
    }

    private async Task<ManifestDestination?> OpenAsync(WorkspaceId workspace, string type, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, type, cancellationToken) is { } custom && Open(custom).Succeeded(out var kind, out _) ? kind : null;

    private async Task<IReadOnlyList<Destination>> OfTypeAsync(WorkspaceId workspace, string type, CancellationToken cancellationToken) =>
        [.. (await destinations.ListAsync(workspace, Destinations.Most, null, cancellationToken)).Value.Items.Where(destination => destination.Type == type)];

    /// <summary>What a new manifest calls secret is no longer shown, and what was discovered by the old one is forgotten.</summary>
    private async Task SettleAsync(Destination destination, JsonObject schema, CancellationToken cancellationToken)
    {
        var kept = await secrets.GetAsync(destination.Workspace, destination.SecretId, cancellationToken) is { } json ? (JsonObject)JsonNode.Parse(json)! : [];
        var (shown, secret) = ConfigurationSecrets.Split(ConfigurationSecrets.Join(destination.Configuration, kept), schema);
        await secrets.SetAsync(destination.Workspace, destination.SecretId, secret.ToJsonString(), cancellationToken);
        await destinations.SetAsync(destination with { Configuration = shown }, cancellationToken);
        await streams.RemoveAsync(destination.Workspace, destination.Id, cancellationToken);
    }
}
