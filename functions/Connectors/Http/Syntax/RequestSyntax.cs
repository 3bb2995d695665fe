using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Connectors.Http.Rows;

namespace FunctionsPlatform.Connectors.Http.Syntax;

/// <summary>Requests as they are written down.</summary>
/// <param name="names">What their templates can read.</param>
/// <param name="fields">The stream's fields; null where any may be there.</param>
internal sealed class RequestSyntax(TemplateNames names, IReadOnlySet<string>? fields)
{
    private static readonly Dictionary<string, HttpMethod> Methods =
        new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete }.ToDictionary(method => method.Method);

    /// <param name="otherwise">The method where none is written.</param>
    /// <param name="isRepeatable">Whether it may be sent twice where that is not written.</param>
    public RequestPlan? Read(JsonSource source, HttpMethod otherwise, bool isRepeatable)
    {
        var (method, path) = (Method(source) ?? otherwise, Path(source));
        var headers = source.Headers("headers", names);
        var body = Body(source);
        var results = ResultSyntax.Results(source, "results", fields);
        var job = source.Object("job") is { } written ? Job(written) : null;
        var isSentAgain = source.Flag("resend", isRepeatable);
        return path is null ? null : new RequestPlan(method, path, isSentAgain) { Headers = headers, Body = body, Results = results, Job = job };
    }

    /// <summary>A request that changes nothing.</summary>
    public RequestPlan? ReadGet(JsonSource source)
    {
        var (path, headers) = (Path(source), source.Headers("headers", names));
        return path is null ? null : new RequestPlan(HttpMethod.Get, path, IsRepeatable: true) { Headers = headers };
    }

    private LiquidTemplate? Path(JsonSource source)
    {
        var path = source.Template("path", names, isRequired: true);
        if (path is not null && !path.Text.StartsWith('/'))
            source.Error("path", "A path begins with /.");
        return path;
    }

    public static HttpMethod? Method(JsonSource source, string name = "method")
    {
        if (source.Text(name) is not { } text)
            return null;
        if (Methods.TryGetValue(text.ToUpperInvariant(), out var method))
            return method;
        source.Error(name, $"This must be one of {string.Join(", ", Methods.Keys)}.");
        return null;
    }

    private ShapedBody? Body(JsonSource source)
    {
        var contentType = source.Text("content_type", maxLength: 100) ?? "application/json";
        if (!IsContentType(contentType))
            source.Error("content_type", "This must be a JSON type, or application/x-www-form-urlencoded.");
        if (source.Find("body") is not { } json)
            return null;
        if (contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) && json.ValueKind != JsonValueKind.Object)
            source.Error("body", "The body of a form is an object.");
        return new ShapedBody(new BodySyntax(source, names, fields).Read(json, "body"), contentType);
    }

    private static bool IsContentType(string text) =>
        System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(text, out var type) && type.MediaType is { } media &&
        (media == "application/x-www-form-urlencoded" || media.EndsWith("json", StringComparison.OrdinalIgnoreCase));

    private JobPlan? Job(JsonSource source)
    {
        var after = new RequestSyntax(names.With("response"), fields);
        var poll = after.ReadGet(source);
        var state = source.Pointer("state", isRequired: true);
        var (done, failed) = (source.Texts("done").ToHashSet(StringComparer.Ordinal), source.Texts("failed").ToHashSet(StringComparer.Ordinal));
        if (done.Count == 0)
            source.Error("done", "Name the states that a job ends in.");
        var every = TimeSpan.FromSeconds(source.Integer("every_seconds", 1, 60) ?? 2);
        var timeout = TimeSpan.FromSeconds(source.Integer("timeout_seconds", 1, 1_800) ?? 300);
        var errors = source.Object("errors") is { } written ? after.ReadGet(written) : null;
        var (count, message) = (source.Pointer("failed_count"), source.Pointer("message"));
        source.Done();
        return poll is null || state is null ? null : new JobPlan(poll, state, done, failed, every, timeout) { Errors = errors, FailedCount = count, Message = message };
    }
}
