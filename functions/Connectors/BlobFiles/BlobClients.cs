using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Connectors.BlobFiles;

/// <summary>Opens containers that tenants name, by connections that go only where this deployment connects to.</summary>
internal sealed class BlobClients(IHttpClientFactory http, IOptions<BlobFilesOptions> options)
{
    public BlobContainerClient Open(BlobConfiguration configuration)
    {
        var client = http.CreateClient(ApiTransport.ClientName);
        client.Timeout = Timeout.InfiniteTimeSpan;
        var settings = new BlobClientOptions { Transport = new HttpClientTransport(client), RetryPolicy = new PatientRetries() };
        // Names of blobs and what is in them are the tenant's.
        settings.Diagnostics.IsLoggingEnabled = false;
        settings.Diagnostics.IsDistributedTracingEnabled = false;
        var account = configuration.Account;
        return account switch
        {
            { ConnectionString: { } text } => new BlobContainerClient(text, configuration.Container, settings),
            { UsesIdentity: true } => new BlobContainerClient(Address(configuration), AzureIdentity.Of(options.Value.ManagedIdentityClientId), settings),
            _ => new BlobContainerClient(new UriBuilder(Address(configuration)) { Query = account.Sas }.Uri, settings),
        };
    }

    /// <summary>What no schema tells to be wrong.</summary>
    public IEnumerable<FieldError> Problems(BlobConfiguration configuration)
    {
        if (configuration.Account.UsesIdentity && configuration.Account.Url is { } url && !MayUseIdentity(url))
            yield return new FieldError("use_managed_identity", "This deployment does not lend its identity to that account.");
        if (configuration.Account.ConnectionString is { } text && !IsConnectionString(text))
            yield return new FieldError("connection_string", "This is no connection string of a storage account.");
    }

    /// <summary>A token sent to any address would open the deployment's own accounts to whoever answers there.</summary>
    private bool MayUseIdentity(Uri url) => url.Scheme == Uri.UriSchemeHttps && options.Value.ManagedIdentityHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase);

    private static Uri Address(BlobConfiguration configuration) => new($"{configuration.Account.Url!.AbsoluteUri.TrimEnd('/')}/{configuration.Container}");

    private static bool IsConnectionString(string text)
    {
        try
        {
            _ = new BlobServiceClient(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
