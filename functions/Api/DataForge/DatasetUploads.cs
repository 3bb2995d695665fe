using FunctionsPlatform.Datasets;
using FunctionsPlatform.Datasets.Files;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Where callers put files that are too large for a request.</summary>
public sealed class DatasetUploads(Uploads uploads, ResourceIds ids)
{
    /// <summary>Null where no file is awaited.</summary>
    public async Task<DatasetUploadBody?> OfAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        if (await uploads.AddressOfAsync(dataset, cancellationToken) is not { } address)
            return null;
        var id = await ids.ShowAsync(dataset.Workspace, ResourceIds.Dataset, dataset.Id, cancellationToken);
        return new DatasetUploadBody(
            "PUT", address.Url, new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob" }, address.MaxBytes, address.ExpiresAt, $"/api/v1/datasets/{id}/upload/complete");
    }
}
