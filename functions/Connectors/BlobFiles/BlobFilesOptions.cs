namespace FunctionsPlatform.Connectors.BlobFiles;

/// <summary>Section <c>BlobFiles</c>: what tenants may do with Azure Blob Storage beyond their own keys.</summary>
public sealed class BlobFilesOptions
{
    public const string Section = "BlobFiles";

    /// <summary>
    /// Storage accounts, by their hosts, that tenants may have written to with the deployment's own identity: what it may write there, every tenant may.
    /// </summary>
    public IList<string> ManagedIdentityHosts { get; } = [];

    /// <summary>Client id of the user-assigned identity; without one the app's own.</summary>
    public string? ManagedIdentityClientId { get; set; }
}
