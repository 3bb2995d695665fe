using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FunctionsPlatform.Connectors.Http;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Connectors.Http.Rows;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>Writes to what a manifest describes.</summary>
public sealed class ManifestDestination : IDestination
{
    private const int CheckAttempts = 2;

    private readonly Manifest _manifest;
    private readonly ApiClients _clients;
    private readonly TimedCache<(Manifest, string, string), FoundStream> _streams;

    internal ManifestDestination(Manifest manifest, ApiClients clients, TimedCache<(Manifest, string, string), FoundStream> streams) =>
        (_manifest, _clients, _streams) = (manifest, clients, streams);

    public DestinationDefinition Definition => _manifest.Definition;

    private ManifestPlan Plan => _manifest.Plan;

    public IReadOnlyList<FieldError> Validate(DestinationSettings settings)
    {
        var problems = AuthenticationMaker.Problems(Plan.Authentication, settings).ToList();
        if (!TryBaseUrl(settings, out _, out _))
        {
            var property = Plan.BaseUrl.Variables.FirstOrDefault(variable => variable.Member is not null)?.Member;
            problems.Add(new FieldError(property ?? "base_url", "This makes no address that begins with https:// or http://."));
        }
        if (Plan.Authentication.All(plan => plan.When is { } when && settings.Text(when) is not { Length: > 0 }))
            problems.AddRange(Plan.Authentication.Select(plan => new FieldError(plan.When!, "Give one of the credentials.")));
        return problems;
    }

    public async Task<ServerInfo> CheckAsync(DestinationSettings settings, CancellationToken cancellationToken)
    {
        var begun = _clients.Clock.GetTimestamp();
        var (client, builder, scope) = Open(settings, Plan.Limits with { Attempts = CheckAttempts });
        var answer = await ManifestStreams.AskAsync(client, builder, Plan.Check.Request, scope, cancellationToken);
        var version = Plan.Check.Version is { } template ? scope.With("response", answer).Render(template).Trim() : "";
        return new ServerInfo(version.Length > 0 ? client.Clean(version) : Definition.Title, _clients.Clock.GetElapsedTime(begun));
    }

    public async Task<IReadOnlyList<DestinationStream>> DiscoverAsync(DestinationSettings settings, CancellationToken cancellationToken)
    {
        var (client, builder, scope) = Open(settings, Plan.Limits);
        var streams = new ManifestStreams(Plan, client, builder, scope, settings);
        return [.. (await streams.AllAsync(only: null, cancellationToken)).Select(stream => stream.Stream)];
    }

    public async Task<Result<IRowWriter>> OpenAsync(DestinationSettings settings, WriteTarget target, CancellationToken cancellationToken)
    {
        var (client, builder, scope) = Open(settings, Plan.Limits);
        var found = await _streams.GetAsync(
            (_manifest, ApiClients.Fingerprint(Definition, settings), target.Stream.Name),
            async () => (await new ManifestStreams(Plan, client, builder, scope, settings).AllAsync(target.Stream.Name, cancellationToken)) is [var first, ..] ? first : null);
        if (found is not var (stream, plan, variables))
            return HttpErrors.StreamNotFound(target.Stream.Name);
        if (TargetRules.Problem(stream, target) is { } problem)
            return problem;
        if (!RowLayout.Of(target.Columns, plan.IsNested).Succeeded(out var layout, out var collision))
            return collision;

        var asked = plan.Operations.Where(operation => target.Operations.HasFlag(operation.Key)).ToDictionary();
        if (asked.Any(operation => operation.Key != RowOperations.Append && !operation.Value.Takes(target.Key)))
            return HttpErrors.KeyUnusable(stream.Name, target.Key);
        var writer = new WriterScope(layout, target with { Stream = stream }, scope, variables);
        return new ApiRowWriter(client, builder, writer, asked, Plan.Pace.Concurrency, _clients.Clock);
    }

    private (ApiClient Client, RequestBuilder Builder, ValuesScope Scope) Open(DestinationSettings settings, ApiLimits limits)
    {
        if (!TryBaseUrl(settings, out var baseUrl, out var scope))
            throw new ConnectorException(ConnectorFailure.Unreachable, "The configuration makes no address.");
        var authentication = AuthenticationMaker.Make(Plan.Authentication, settings, scope, _clients.Tokens);
        var client = _clients.Create(Definition, settings, authentication, Plan.Errors, Plan.Pace, limits);
        return (client, new RequestBuilder(baseUrl, Plan.Headers), scope);
    }

    /// <summary>The configuration, and what the manifest makes of it.</summary>
    private ValuesScope Scope(DestinationSettings settings)
    {
        var scope = new ValuesScope(new Dictionary<string, JsonElement> { ["config"] = WriterScope.ToElement(settings.Configuration) });
        return scope.With("vars", JsonSerializer.SerializeToElement(Plan.Variables.ToDictionary(variable => variable.Key, variable => scope.Render(variable.Value).Trim())));
    }

    private bool TryBaseUrl(DestinationSettings settings, out string baseUrl, [NotNullWhen(true)] out ValuesScope? scope)
    {
        scope = null;
        try
        {
            scope = Scope(settings);
            baseUrl = scope.Render(Plan.BaseUrl, LiquidEncoding.None, 2_000).Trim().TrimEnd('/');
        }
        catch (LiquidException)
        {
            baseUrl = "";
        }
        return scope is not null && Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;
    }
}
