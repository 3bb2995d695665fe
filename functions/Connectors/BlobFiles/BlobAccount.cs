using FunctionsPlatform.Connectors.Http.Syntax;

namespace FunctionsPlatform.Connectors.BlobFiles;

/// <summary>How a storage account is reached: by a connection string, or by its address with a signature or the deployment's own identity.</summary>
internal sealed record BlobAccount(string? ConnectionString, Uri? Url, string? Sas, bool UsesIdentity)
{
    public override string ToString() => nameof(BlobAccount);

    public static BlobAccount Read(JsonSource source)
    {
        var (text, url, sas, usesIdentity) = (source.Text("connection_string"), source.Text("account_url"), source.Text("sas_token"), source.Flag("use_managed_identity"));
        Uri? address = null;
        if (string.IsNullOrEmpty(text) == string.IsNullOrEmpty(url))
            source.Error("connection_string", "Give a connection string, or the account's address with a signature or an identity.");
        else if (!string.IsNullOrEmpty(url) && !IsAddress(url, out address))
            source.Error("account_url", "This must be the account's address without more: https://example.blob.core.windows.net.");
        else if (!string.IsNullOrEmpty(url) && string.IsNullOrEmpty(sas) != usesIdentity)
            source.Error("sas_token", "Give a signature, or use the deployment's identity.");
        return new BlobAccount(string.IsNullOrEmpty(text) ? null : text, address, sas?.TrimStart('?'), usesIdentity);
    }

    private static bool IsAddress(string text, out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;
}
