using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using FunctionsPlatform.Datasets.Imports;

namespace FunctionsPlatform.Datasets.Files;

/// <param name="Url">Anybody who has it can put the file there, and do nothing else.</param>
public sealed record UploadAddress(Uri Url, DateTimeOffset ExpiresAt, long MaxBytes);

/// <summary>Addresses in storage that are signed for one file.</summary>
public sealed class Uploads(DatasetFiles files, DatasetImports imports, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(4);

    /// <summary>Null where the dataset awaits no file.</summary>
    public async Task<UploadAddress?> AddressOfAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        if (dataset.Import is not { AwaitsUpload: true, Staged: { } staged })
            return null;
        var blob = await files.BlobAsync(staged, cancellationToken);
        var (now, expiresAt) = (clock.GetUtcNow(), clock.GetUtcNow() + Lifetime);
        var signature = new BlobSasBuilder(BlobSasPermissions.Create | BlobSasPermissions.Write, expiresAt) { BlobContainerName = blob.BlobContainerName, BlobName = blob.Name, Resource = "b" };
        return new UploadAddress(blob.CanGenerateSasUri ? blob.GenerateSasUri(signature) : await DelegatedAsync(blob, signature, now, expiresAt, cancellationToken), expiresAt, imports.MostBytes);
    }

    /// <summary>Where the storage is opened by an identity, which has no key to sign with, storage lends one.</summary>
    private static async Task<Uri> DelegatedAsync(BlobClient blob, BlobSasBuilder signature, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var service = blob.GetParentBlobContainerClient().GetParentBlobServiceClient();
        var key = await service.GetUserDelegationKeyAsync(now - TimeSpan.FromMinutes(5), expiresAt, cancellationToken);
        return new BlobUriBuilder(blob.Uri) { Sas = signature.ToSasQueryParameters(key.Value, blob.AccountName) }.ToUri();
    }
}
