using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>Reads the setting <c>DataStorage</c>: a connection string, or the three service addresses and an identity.</summary>
public static class StorageConnection
{
    public const string Setting = "DataStorage";

    // Functions' queue triggers expect Base64 by default, and host.json says the same.
    private static readonly QueueClientOptions QueueOptions = new() { MessageEncoding = QueueMessageEncoding.Base64 };

    /// <exception cref="InvalidOperationException">The setting is missing or incomplete.</exception>
    public static PlatformStorage Open(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var prefix = Prefix(section["Prefix"] ?? "");
        if (section.Value is { Length: > 0 } connectionString)
            return new PlatformStorage(
                new TableServiceClient(connectionString),
                new QueueServiceClient(connectionString, QueueOptions),
                new BlobServiceClient(connectionString),
                prefix);

        var credential = Credential(section);
        return new PlatformStorage(
            new TableServiceClient(Address(section, "tableServiceUri"), credential),
            new QueueServiceClient(Address(section, "queueServiceUri"), credential, QueueOptions),
            new BlobServiceClient(Address(section, "blobServiceUri"), credential),
            prefix);
    }

    private static TokenCredential Credential(IConfigurationSection section) =>
        section["credential"] != "managedidentity" ? new DefaultAzureCredential()
        : section["clientId"] is { Length: > 0 } clientId ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
        : new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);

    private static Uri Address(IConfigurationSection section, string name) =>
        Uri.TryCreate(section[name], UriKind.Absolute, out var address)
            ? address
            : throw new InvalidOperationException(
                $"Set {Setting} to a connection string (UseDevelopmentStorage=true for Azurite), or {Setting}__{name} to an address.");

    private static string Prefix(string text) =>
        text.Length == 0 || (char.IsAsciiLetter(text[0]) && text.Length <= 20 && text.All(char.IsAsciiLetterOrDigit))
            ? text
            : throw new InvalidOperationException($"{Setting}__Prefix is a letter and then up to 19 letters or digits, not '{text}'.");
}
