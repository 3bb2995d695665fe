using System.Text;

namespace FunctionsPlatform.Api.Requests;

/// <summary>Name and secret from an <c>Authorization: Basic</c> header.</summary>
public sealed record BasicCredentials(string Name, string Secret)
{
    private const string Scheme = "Basic ";

    /// <returns>Null when the header is missing, of another scheme or not well formed.</returns>
    public static BasicCredentials? Read(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var encoded = authorization[Scheme.Length..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? new BasicCredentials(text[..colon], text[(colon + 1)..]) : null;
    }

    public override string ToString() => $"BasicCredentials {{ Name = {Name} }}";
}
