using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>Makes requests of plans and rows.</summary>
/// <param name="baseUrl">Without a slash at its end.</param>
/// <param name="headers">Of every request.</param>
internal sealed class RequestBuilder(string baseUrl, IReadOnlyList<KeyValuePair<string, LiquidTemplate>> headers)
{
    private const int MaxUrl = 16 * 1024;
    private const int MaxHeader = 8 * 1024;

    /// <exception cref="LiquidException">A template could not be rendered, or what it prints cannot be sent.</exception>
    public ApiRequest Build(RequestPlan plan, TemplateScope scope) => new(plan.Method, Url(plan.Path, scope.Render(plan.Path, LiquidEncoding.Url, MaxUrl)), plan.IsRepeatable)
    {
        Headers = [.. headers.Concat(plan.Headers).Select(header => KeyValuePair.Create(header.Key, Header(header.Key, scope.Render(header.Value))))],
        Body = plan.Body is { } body && scope is RequestScope rows ? body.Write(rows) : default(ReadOnlyMemory<byte>),
        // Other servers want a length, be it 0.
        ContentType = plan.Body?.ContentType ?? (plan.Method == HttpMethod.Post || plan.Method == HttpMethod.Put || plan.Method == HttpMethod.Patch ? "application/json" : null),
    };

    private Uri Url(LiquidTemplate template, string path)
    {
        var segments = path.Split('?', '#')[0].Split('/');
        // A key that is empty or dots would name the list of all, or something above it.
        if (!template.IsConstant && (Array.Exists(segments, IsDots) || HasHole(template.Text, segments)))
            throw new LiquidException("The address of the request has an empty part, or one of dots alone.");
        return Uri.TryCreate(baseUrl + path, UriKind.Absolute, out var url) ? url : throw new LiquidException("The request has no usable address.");
    }

    private static bool IsDots(string segment) => Uri.UnescapeDataString(segment) is "." or "..";

    private static bool HasHole(string template, string[] segments)
    {
        var last = template.Split('?', '#')[0].EndsWith('/') ? segments.Length - 1 : segments.Length;
        return segments.Skip(1).Take(last - 1).Any(segment => segment.Length == 0);
    }

    private static string Header(string name, string value) =>
        value.Length <= MaxHeader && !value.Any(char.IsControl) ? value : throw new LiquidException($"The header {name} is too long, or has control characters.");
}
