using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Rows;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Http;

/// <summary>Sends rows to any address, in the form that its configuration says.</summary>
internal sealed class HttpDestination(ApiClients clients) : IDestination
{
    private const string StreamName = "http";
    private const int CheckAttempts = 2;

    private static readonly DestinationDefinition Described = new("http", "HTTP", "api", HttpConfigurationSchema.Make());

    public DestinationDefinition Definition => Described;

    public IReadOnlyList<FieldError> Validate(DestinationSettings settings) => HttpConfiguration.Read(settings).Problems;

    public async Task<ServerInfo> CheckAsync(DestinationSettings settings, CancellationToken cancellationToken)
    {
        var configuration = Read(settings);
        var begun = clients.Clock.GetTimestamp();
        var check = new ApiRequest(configuration.CheckUrl is null ? HttpMethod.Options : HttpMethod.Get, configuration.CheckUrl ?? configuration.SafeUrl, IsRepeatable: true);
        var (_, answer) = await Client(configuration with { Limits = configuration.Limits with { Attempts = CheckAttempts } }, settings).SendAsync(check, cancellationToken);
        // Few servers know OPTIONS, and any answer but to the credential is one.
        if (configuration.CheckUrl is not null && !answer.IsSuccess)
            throw new ConnectorException(ConnectorFailure.StatementFailed, $"{check.Url.Host} answered {answer.Status}.");
        return new ServerInfo(answer.Server ?? check.Url.Host, clients.Clock.GetElapsedTime(begun));
    }

    public Task<IReadOnlyList<DestinationStream>> DiscoverAsync(DestinationSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DestinationStream>>([Stream(StreamName, Read(settings))]);

    public Task<Result<IRowWriter>> OpenAsync(DestinationSettings settings, WriteTarget target, CancellationToken cancellationToken) =>
        Task.FromResult(Open(settings, target));

    private Result<IRowWriter> Open(DestinationSettings settings, WriteTarget target)
    {
        var configuration = Read(settings);
        var stream = Stream(target.Stream.Name, configuration);
        if (TargetRules.Problem(stream, target) is { } problem)
            return problem;
        if (!RowLayout.Of(target.Columns).Succeeded(out var layout, out var collision))
            return collision;
        var asked = OperationSyntax.Words.Values.Where(operation => target.Operations.HasFlag(operation));
        var plans = asked.ToDictionary(operation => operation, operation => configuration.Plan(operation, target.Key));
        return new ApiRowWriter(
            Client(configuration, settings),
            new RequestBuilder(configuration.Origin, configuration.Headers),
            new WriterScope(layout, target with { Stream = stream }, ValuesScope.Empty, []),
            plans,
            configuration.Pace.Concurrency,
            clients.Clock);
    }

    private static DestinationStream Stream(string name, HttpConfiguration configuration) =>
        new(name, [], [], configuration.Operations, AcceptsOtherFields: true);

    private ApiClient Client(HttpConfiguration configuration, DestinationSettings settings)
    {
        var authentication = AuthenticationMaker.Make(configuration.Authentication, settings, HttpConfiguration.Scope(settings), clients.Tokens);
        return clients.Create(Definition, settings, authentication, configuration.Errors, configuration.Pace, configuration.Limits);
    }

    private static HttpConfiguration Read(DestinationSettings settings)
    {
        var configuration = HttpConfiguration.Read(settings);
        return configuration.Problems is [var first, ..]
            ? throw new ConnectorException(ConnectorFailure.StatementFailed, $"The configuration is not usable: {first.Path}: {first.Message}")
            : configuration;
    }
}
