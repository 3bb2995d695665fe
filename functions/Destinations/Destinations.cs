using System.Text.Json.Nodes;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Destinations;

/// <summary>A destination with all that is needed to write to it.</summary>
public sealed record OpenDestination(Destination Destination, IDestination Kind, DestinationSettings Settings);

/// <summary>The destinations of workspaces: kept, tested, discovered.</summary>
public sealed class Destinations(
    DestinationStore store,
    StreamCache streams,
    DestinationKinds kinds,
    SecretStore secrets,
    UniqueNames names,
    Ids ids,
    TimeProvider clock,
    IOptions<ConnectionOptions> options)
{
    /// <summary>Most destinations of one workspace: lists of them are read whole.</summary>
    public const int Most = 1_000;

    private const int MaximumName = 200;
    private const string NameKind = "destination";

    public Task<Result<Page<Destination>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        store.ListAsync(workspace, limit, cursor, cancellationToken);

    public async Task<Result<Destination>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } destination ? destination : DestinationErrors.NotFound;

    /// <summary>Checks the configuration without connecting, and keeps it.</summary>
    /// <param name="id">For a destination whose id is fixed beforehand; it then replaces one of that id.</param>
    public async Task<Result<Destination>> CreateAsync(WorkspaceId workspace, NewDestination request, CancellationToken cancellationToken, Guid? id = null)
    {
        if (await kinds.FindAsync(workspace, request.Type, cancellationToken) is not { } kind)
            return DestinationErrors.UnknownType(request.Type, await kinds.TypesAsync(workspace, cancellationToken));
        if (await CheckAsync(kind, request.Name, request.Configuration) is { } invalid)
            return invalid;
        if ((await store.ListAsync(workspace, Most, null, cancellationToken)).Value.Items.Count >= Most)
            return DestinationErrors.TooMany(Most);

        var (shown, secret) = ConfigurationSecrets.Split(request.Configuration, kind.Definition.ConfigurationSchema);
        var destination = new Destination(id ?? ids.New(), workspace, kind.Definition.Type, request.Name.Trim(), shown, clock.GetUtcNow())
        {
            Description = request.Description,
        };
        if (!await TakeNameAsync(destination, cancellationToken))
            return DestinationErrors.NameTaken(destination.Name);
        await secrets.SetAsync(workspace, destination.SecretId, secret.ToJsonString(), cancellationToken);
        await store.SetAsync(destination, cancellationToken);
        return destination;
    }

    public async Task<Result<Destination>> UpdateAsync(WorkspaceId workspace, Guid id, DestinationChange change, CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(workspace, id, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        var before = open.Destination;
        var whole = change.Configuration is { } given ? ConfigurationSecrets.Join(given, SecretsOf(open)) : open.Settings.Configuration;
        if (await CheckAsync(open.Kind, change.Name ?? before.Name, whole) is { } invalid)
            return invalid;

        var (shown, secret) = ConfigurationSecrets.Split(whole, open.Kind.Definition.ConfigurationSchema);
        var after = before with
        {
            Name = (change.Name ?? before.Name).Trim(),
            Description = change.Description ?? before.Description,
            Configuration = shown,
            UpdatedAt = clock.GetUtcNow(),
            // What was found with another configuration says nothing of this one.
            LastTest = change.Configuration is null ? before.LastTest : null,
        };
        if (after.Name != before.Name && !await TakeNameAsync(after, cancellationToken))
            return DestinationErrors.NameTaken(after.Name);
        await secrets.SetAsync(workspace, after.SecretId, secret.ToJsonString(), cancellationToken);
        await store.SetAsync(after, cancellationToken);
        if (!after.Name.Equals(before.Name, StringComparison.OrdinalIgnoreCase))
            await names.ReleaseAsync(workspace, NameKind, before.Name, id, cancellationToken);
        if (change.Configuration is not null)
            await streams.RemoveAsync(workspace, id, cancellationToken);
        return after;
    }

    /// <summary>Removes the destination with its secrets. What was written there stays.</summary>
    public async Task<Result<Destination>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } destination)
            return DestinationErrors.NotFound;
        await secrets.RemoveAsync(workspace, destination.SecretId, cancellationToken);
        await streams.RemoveAsync(workspace, id, cancellationToken);
        await names.ReleaseAsync(workspace, NameKind, destination.Name, id, cancellationToken);
        return await store.RemoveAsync(workspace, id, cancellationToken) ? destination : DestinationErrors.NotFound;
    }

    public async Task<Result<OpenDestination>> OpenAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } destination)
            return DestinationErrors.NotFound;
        if (await kinds.FindAsync(workspace, destination.Type, cancellationToken) is not { } kind)
            return DestinationErrors.UnknownType(destination.Type, await kinds.TypesAsync(workspace, cancellationToken));
        var secret = await secrets.GetAsync(workspace, destination.SecretId, cancellationToken) is { } json ? (JsonObject)JsonNode.Parse(json)! : [];
        return new OpenDestination(destination, kind, new DestinationSettings(ConfigurationSecrets.Join(destination.Configuration, secret)));
    }

    /// <summary>The configuration as it is shown to people: secrets as <see cref="ConfigurationSecrets.Mask"/>.</summary>
    public async Task<JsonObject> ShowAsync(Destination destination, CancellationToken cancellationToken) =>
        await secrets.GetAsync(destination.Workspace, destination.SecretId, cancellationToken) is { } json
            ? ConfigurationSecrets.Masked(destination.Configuration, (JsonObject)JsonNode.Parse(json)!)
            : destination.Configuration;

    /// <summary>Connects and tells what answered. The outcome is kept on the destination, whichever it is.</summary>
    public async Task<Result<DestinationTest>> TestAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(workspace, id, cancellationToken)).Succeeded(out var open, out var error))
            return error;
        var outcome = await TryAsync(open.Kind, open.Settings, cancellationToken);
        var test = outcome.Succeeded(out var server, out var failure)
            ? new DestinationTest(clock.GetUtcNow(), server.Latency, server.Version, null)
            : new DestinationTest(clock.GetUtcNow(), TimeSpan.Zero, null, failure.Message);
        await store.SetTestAsync(open.Destination, test, cancellationToken);
        return failure is null ? test : failure;
    }

    /// <summary>Tests a configuration that is not kept.</summary>
    public async Task<Result<ServerInfo>> TestAsync(WorkspaceId workspace, string type, JsonObject configuration, CancellationToken cancellationToken)
    {
        if (await kinds.FindAsync(workspace, type, cancellationToken) is not { } kind)
            return DestinationErrors.UnknownType(type, await kinds.TypesAsync(workspace, cancellationToken));
        return await CheckAsync(kind, type, configuration) is { } invalid
            ? invalid
            : await TryAsync(kind, new DestinationSettings(configuration), cancellationToken);
    }

    /// <summary>What can be written to: from the cache while there is one, else discovered.</summary>
    public async Task<Result<IReadOnlyList<DestinationStream>>> StreamsAsync(OpenDestination open, bool refresh, CancellationToken cancellationToken)
    {
        if (!refresh && await streams.FindAsync(open.Destination.Workspace, open.Destination.Id, cancellationToken) is { } known)
            return Result.Of(known);
        try
        {
            var found = await open.Kind.DiscoverAsync(open.Settings, cancellationToken);
            await streams.SetAsync(open.Destination.Workspace, open.Destination.Id, found, cancellationToken);
            return Result.Of(found);
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure);
        }
    }

    /// <summary>One stream of the destination, as it is now or as the cache has it.</summary>
    public async Task<Result<DestinationStream>> StreamAsync(OpenDestination open, string name, bool refresh, CancellationToken cancellationToken)
    {
        if (!(await StreamsAsync(open, refresh, cancellationToken)).Succeeded(out var known, out var error))
            return error;
        if (known.FirstOrDefault(stream => stream.Name == name) is { } found)
            return found;
        return refresh ? DestinationErrors.StreamNotFound(name) : await StreamAsync(open, name, refresh: true, cancellationToken);
    }

    private Task<bool> TakeNameAsync(Destination destination, CancellationToken cancellationToken) => names.TakeAsync(
        destination.Workspace,
        NameKind,
        destination.Name,
        destination.Id,
        async holder => await store.FindAsync(destination.Workspace, holder, cancellationToken) is not null,
        cancellationToken);

    private async Task<Result<ServerInfo>> TryAsync(IDestination kind, DestinationSettings settings, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.TestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await kind.CheckAsync(settings, either.Token);
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ConnectionErrors.NoAnswer(options.Value.TestTimeout);
        }
    }

    private static JsonObject SecretsOf(OpenDestination open) =>
        ConfigurationSecrets.Split(open.Settings.Configuration, open.Kind.Definition.ConfigurationSchema).Secrets;

    private static async Task<ApiError?> CheckAsync(IDestination kind, string name, JsonObject configuration)
    {
        List<FieldError> wrong = [];
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaximumName)
            wrong.Add(new FieldError("$.name", $"A name has 1 to {MaximumName} characters."));
        wrong.AddRange(await ConfigurationRules.CheckAsync(kind.Definition, configuration));
        if (wrong.Count == 0)
            wrong.AddRange(kind.Validate(new DestinationSettings(configuration)).Select(UnderConfiguration));
        return wrong.Count == 0 ? null : DestinationErrors.Invalid(wrong);
    }

    private static FieldError UnderConfiguration(FieldError error) =>
        error.Path.StartsWith('$') ? error : error with { Path = "$.configuration." + error.Path };
}
