using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;

namespace FunctionsPlatform.Predictions;

/// <summary>How a model that runs elsewhere is asked. Its headers' values are secrets and kept apart.</summary>
/// <param name="Request">Template of the body, in JSON; it reads <c>features</c>.</param>
/// <param name="Response">Template of the prediction, in JSON; it reads <c>response</c>.</param>
public sealed record EndpointSettings(string Url, string Request, string Response, TimeSpan Timeout, IReadOnlyList<string> Headers)
{
    public const string UsualRequest = """{"features": {{ features | json }}}""";
    public const string UsualResponse = "{{ response | json }}";

    private const int MostHeaders = 20;
    private const int LongestHeader = 4_000;

    public static TimeSpan LongestTimeout { get; } = TimeSpan.FromSeconds(60);

    internal IEnumerable<FieldError> Check(IReadOnlyDictionary<string, string> headers)
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0)
            yield return new FieldError("$.endpoint.url", "Must be an address that begins with https:// or http://, without user and password.");
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > LongestTimeout)
            yield return new FieldError("$.endpoint.timeout_seconds", $"Must be 1 to {LongestTimeout.TotalSeconds:0}.");
        foreach (var (path, text, root) in new[] { ("$.endpoint.request", Request, "features"), ("$.endpoint.response", Response, "response") })
        {
            if (!LiquidTemplate.TryParse(text, out var template, out var mistake))
                yield return new FieldError(path, mistake);
            else if (template.Variables.FirstOrDefault(variable => variable.Root != root) is { } unknown)
                yield return new FieldError(path, $"There is no '{unknown.Root}' to read; there is {root}.");
        }

        if (headers.Count > MostHeaders)
            yield return new FieldError("$.endpoint.headers", $"There may be {MostHeaders}.");
        if (JsonSerializer.SerializeToUtf8Bytes(headers).Length > SecretStore.MaximumBytes)
            yield return new FieldError("$.endpoint.headers", $"All names and values together may take {SecretStore.MaximumBytes:N0} bytes as JSON.");
        foreach (var (name, value) in headers)
        {
            if (!HeaderNames.IsAllowed(name))
                yield return new FieldError("$.endpoint.headers", $"The header '{(name.Length > 100 ? name[..100] : name)}' cannot be set.");
            else if (value.Length > LongestHeader || value.Any(char.IsControl))
                yield return new FieldError($"$.endpoint.headers.{name}", $"Must be at most {LongestHeader} characters, none of them a control character.");
        }
    }
}
