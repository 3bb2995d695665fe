namespace FunctionsPlatform.Connectors.Http.Client;

/// <summary>A request before credentials are added.</summary>
/// <param name="IsRepeatable">Whether it may be sent again when it is not known whether it was carried out.</param>
internal sealed record ApiRequest(HttpMethod Method, Uri Url, bool IsRepeatable)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Null for a request without a body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Only its method and host: paths hold keys of rows.</summary>
    public override string ToString() => $"{Method} {Url.Host}";
}
