using System.Text.Json.Nodes;
using Azure;
using FunctionsPlatform.Connectors.BlobFiles.Formats;
using FunctionsPlatform.Connectors.Http;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.BlobFiles;

/// <summary>Writes rows as files into a container of Azure Blob Storage: one file a batch, so that a batch written again takes its own place.</summary>
internal sealed class BlobFileDestination(BlobClients clients, TimeProvider clock) : IDestination
{
    private const string StreamName = "files";

    private static readonly DestinationDefinition Described = new("azure_blob", "Azure Blob Storage", "file", BlobConfigurationSchema.Make())
    {
        DocumentationUrl = "https://learn.microsoft.com/azure/storage/blobs/storage-blobs-introduction",
    };

    public DestinationDefinition Definition => Described;

    public IReadOnlyList<FieldError> Validate(DestinationSettings settings)
    {
        var configuration = BlobConfiguration.Read(settings);
        return [.. configuration.Problems, .. clients.Problems(configuration)];
    }

    public async Task<ServerInfo> CheckAsync(DestinationSettings settings, CancellationToken cancellationToken)
    {
        var configuration = Read(settings);
        var begun = clock.GetTimestamp();
        var container = clients.Open(configuration);
        return await BlobErrors.TranslateAsync(configuration.Account, async () =>
        {
            try
            {
                await container.GetPropertiesAsync(cancellationToken: cancellationToken);
            }
            catch (RequestFailedException e) when (e.ErrorCode is "AuthorizationPermissionMismatch" or "AuthorizationResourceTypeMismatch")
            {
                // A signature that may write and nothing else was understood.
            }
            return new ServerInfo($"{container.AccountName}/{container.Name}", clock.GetElapsedTime(begun));
        }, cancellationToken);
    }

    public Task<IReadOnlyList<DestinationStream>> DiscoverAsync(DestinationSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DestinationStream>>([Stream(StreamName)]);

    public Task<Result<IRowWriter>> OpenAsync(DestinationSettings settings, WriteTarget target, CancellationToken cancellationToken) => Task.FromResult(Open(settings, target));

    private Result<IRowWriter> Open(DestinationSettings settings, WriteTarget target)
    {
        var configuration = Read(settings, target.Options);
        if (TargetRules.Problem(Stream(target.Stream.Name), target) is { } problem)
            return problem;
        if (!RowLayout.Of(target.Columns, isNested: false).Succeeded(out _, out var collision))
            return collision;
        // DuckDB tells names apart without their case.
        var twice = target.Columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        if (configuration.Format is ParquetFormat && twice is not null)
            return HttpErrors.FieldsCollide(twice.Key);
        return new BlobFileWriter(clients.Open(configuration), configuration, target);
    }

    private static DestinationStream Stream(string name) => new(name, [], [], RowOperations.Append, AcceptsOtherFields: true);

    private BlobConfiguration Read(DestinationSettings settings, JsonObject? options = null)
    {
        var configuration = BlobConfiguration.Read(settings, options);
        return configuration.Problems.Concat(clients.Problems(configuration)).FirstOrDefault() is { } problem
            ? throw new ConnectorException(ConnectorFailure.StatementFailed, $"The configuration is not usable: {problem.Path}: {problem.Message}")
            : configuration;
    }
}
