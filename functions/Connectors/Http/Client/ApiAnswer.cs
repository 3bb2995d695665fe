using System.Text;
using System.Text.Json;

namespace FunctionsPlatform.Connectors.Http.Client;

/// <summary>What came back, read whole up to a bound.</summary>
/// <param name="RetryAfter">How long the server asks to wait, by seconds or by date.</param>
/// <param name="Server">The <c>Server</c> header.</param>
internal sealed record ApiAnswer(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter = null, string? Server = null)
{
    private readonly Lazy<JsonElement?> _json = new(() => Parse(Body));

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Null when the body is no JSON.</summary>
    public JsonElement? Json => _json.Value;

    public string Text => Encoding.UTF8.GetString(Body.Span[..Math.Min(Body.Length, 2_000)]);

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return null;
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => $"{Status}";
}
