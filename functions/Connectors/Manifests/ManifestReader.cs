using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>Reads manifests, and tells all mistakes of one at once.</summary>
public static partial class ManifestReader
{
    public const int MaxLength = 256 * 1024;
    public const int MaxStreams = 50;

    internal static JsonDocumentOptions Options { get; } = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 40 };
    private static readonly string[] Categories = ["database", "file", "crm", "marketing", "support", "messaging", "productivity", "payments", "api"];

    public static Result<Manifest> Read(string json)
    {
        if (json.Length > MaxLength)
            return ManifestErrors.TooLarge(MaxLength);
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return Read(document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            return ManifestErrors.NotJson(e.Message);
        }
    }

    private static Result<Manifest> Read(JsonElement json)
    {
        var mistakes = new List<FieldError>();
        var manifest = JsonSource.Of(SharedParts.Resolve(json, mistakes), "$", mistakes) is { } source ? Read(source) : null;
        return mistakes.Count > 0 || manifest is null ? ManifestErrors.Invalid([.. mistakes.Distinct()]) : manifest;
    }

    private static Manifest? Read(JsonSource source)
    {
        if (source.Integer("manifest_version", 1, 1) is null && !source.Has("manifest_version"))
            source.Error("manifest_version", "This is missing; it is 1.");
        var (schema, properties) = ConfigurationSyntax.Read(source);
        var definition = Definition(source, schema);
        var config = TemplateNames.None.With("config", properties);
        var variables = source.Templates("variables", config);
        config = config.With("vars", variables.Keys.ToHashSet(StringComparer.Ordinal));

        var baseUrl = source.Template("base_url", config, isRequired: true);
        var headers = source.Headers("headers", config);
        var authentication = AuthenticationSyntax.Read(source, config, properties);
        var (pace, pause) = Pace(source);
        var limits = ApiLimits.Default with
        {
            Pause = pause,
            Timeout = TimeSpan.FromSeconds(source.Integer("timeout_seconds", 1, 230) ?? (int)ApiLimits.Default.Timeout.TotalSeconds),
            Attempts = source.Integer("attempts", 1, 10) ?? ApiLimits.Default.Attempts,
        };
        var errors = ResultSyntax.Errors(source.Object("errors"), new ErrorRules { AccessDenied = ErrorSet.OfStatuses(403) });
        var check = Check(source.Object("check", isRequired: true), config);
        var streams = source.Objects("streams", MaxStreams, isRequired: true).Select(stream => StreamSyntax.Read(stream, config, properties)).ToList();
        if (streams.Count == 0)
            source.Error("streams", "Describe at least one stream.");
        source.Done();
        return definition is null || baseUrl is null || check is null
            ? null
            : new Manifest(definition, new ManifestPlan(variables, baseUrl, authentication, headers, pace, limits, errors, check, [.. streams.OfType<StreamPlan>()]));
    }

    private static DestinationDefinition? Definition(JsonSource source, System.Text.Json.Nodes.JsonObject schema)
    {
        var (type, title, category) = (source.Text("type", isRequired: true), source.Text("title", isRequired: true, maxLength: 100), source.Text("category", isRequired: true));
        if (type is not null && !TypeName().IsMatch(type))
            source.Error("type", "A type is 2 to 40 small letters, digits and _, and begins with a letter.");
        if (category is not null && !Categories.Contains(category))
            source.Error("category", $"This must be one of {string.Join(", ", Categories)}.");
        var documentation = source.Text("documentation_url");
        if (documentation is not null && !(Uri.TryCreate(documentation, UriKind.Absolute, out var url) && url.Scheme == "https"))
            source.Error("documentation_url", "This must be an address that begins with https://.");
        return type is null || title is null || category is null ? null : new DestinationDefinition(type, title, category, schema) { DocumentationUrl = documentation };
    }

    private static (PaceLimits Limits, TimeSpan? Pause) Pace(JsonSource source)
    {
        var concurrency = source.Integer("concurrency", 1, 32) ?? 4;
        if (source.Object("rate_limit") is not { } rate)
            return (new PaceLimits(null, TimeSpan.Zero, concurrency), null);
        var (requests, seconds) = (rate.Integer("requests", 1, 10_000), rate.Integer("seconds", 1, 3_600));
        if (requests is null || seconds is null)
            rate.Error("", "Give requests and seconds.");
        var pause = rate.Integer("pause_seconds", 1, 60);
        rate.Done();
        return (new PaceLimits(requests ?? 1, TimeSpan.FromSeconds(seconds ?? 1), concurrency), pause is { } wait ? TimeSpan.FromSeconds(wait) : null);
    }

    private static CheckPlan? Check(JsonSource? source, TemplateNames config)
    {
        if (source is null)
            return null;
        var request = new RequestSyntax(config, null).ReadGet(source);
        var version = source.Template("version", config.With("response"));
        source.Done();
        return request is null ? null : new CheckPlan(request, version);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{1,39}$")]
    private static partial Regex TypeName();
}
