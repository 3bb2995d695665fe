using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Connectors.Http.Rows;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Http;

/// <summary>What a configuration of the HTTP destination says.</summary>
internal sealed record HttpConfiguration
{
    private static readonly TemplateNames Names =
        TemplateNames.None.With("options", "operation", "batch", "idempotency_key", "row", "rows", "row_index", "row_number", "key", "stream");

    private readonly Dictionary<string, HttpAddress?> _addresses = [];

    private HttpConfiguration()
    {
    }

    public IReadOnlyList<FieldError> Problems { get; private init; } = [];

    public string Origin => _addresses["url"]!.Origin;

    /// <summary>As much of the address as no row decides.</summary>
    public Uri SafeUrl => _addresses["url"]!.Safe;

    public Uri? CheckUrl { get; private init; }

    public IReadOnlyList<KeyValuePair<string, LiquidTemplate>> Headers { get; private init; } = [];

    public IReadOnlyList<AuthenticationPlan> Authentication { get; private init; } = [];

    public PaceLimits Pace { get; private init; } = new(null, TimeSpan.Zero, 1);

    public ApiLimits Limits { get; init; } = ApiLimits.Default;

    public ErrorRules Errors { get; private init; } = new();

    private HttpBody Body { get; init; } = null!;

    private IReadOnlyList<ResultReader> Results { get; init; } = [];

    private Dictionary<string, HttpMethod?> Methods { get; init; } = [];

    private string? IdempotencyHeader { get; init; }

    private int? RowsPerRequest { get; init; }

    private bool IsAtomic { get; init; }

    /// <summary>Rows are deleted where an address or a method says how, or the body tells the receiver.</summary>
    public RowOperations Operations =>
        RowOperations.Append | RowOperations.Insert | RowOperations.Update | RowOperations.Upsert
        | (HasOwnDelete || Body.TellsOperation ? RowOperations.Delete : RowOperations.None);

    private bool HasOwnDelete => _addresses["delete_url"] is not null || Methods["delete_method"] is not null;

    public static ValuesScope Scope(DestinationSettings settings) => new(new Dictionary<string, JsonElement> { ["config"] = WriterScope.ToElement(settings.Configuration) });

    public static HttpConfiguration Read(DestinationSettings settings)
    {
        var problems = new List<FieldError>();
        var source = JsonSource.Of(WriterScope.ToElement(settings.Configuration), "", problems)!;
        var configuration = new HttpConfiguration
        {
            Problems = problems,
            CheckUrl = HttpAddress.Fixed(source, "check_url"),
            Headers = [.. source.Headers("headers", Names), .. source.Headers("secret_headers", Names)],
            Authentication = HttpAuthentication.Read(source),
            Pace = ReadPace(source),
            Limits = ApiLimits.Default with
            {
                Timeout = TimeSpan.FromSeconds(source.Integer("timeout_seconds", 1, 230) ?? 30),
                Attempts = source.Integer("attempts", 1, 10) ?? ApiLimits.Default.Attempts,
            },
            Errors = ResultSyntax.Errors(source.Object("errors"), new ErrorRules { NotFound = ErrorSet.OfStatuses(404, 410) }),
            Body = HttpBody.Read(source, Names),
            Results = ResultSyntax.Results(source, "results", fields: null),
            Methods = new[] { "method", "update_method", "delete_method" }.ToDictionary(name => name, name => RequestSyntax.Method(source, name)),
            IdempotencyHeader = ReadIdempotencyHeader(source),
            RowsPerRequest = source.Integer("rows_per_request", 1, 10_000),
            IsAtomic = source.Flag("atomic"),
        };
        foreach (var name in new[] { "url", "update_url", "delete_url" })
            configuration._addresses[name] = HttpAddress.Read(source, name, Names, isRequired: name == "url");
        foreach (var (name, other) in configuration._addresses.Where(address => address.Value is { } other && other.Origin != configuration._addresses["url"]?.Origin))
            source.Error(name, "All addresses are of one server.");
        source.Done();
        return configuration;
    }

    /// <param name="key">By which rows are matched.</param>
    public OperationPlan Plan(RowOperations operation, IReadOnlyList<string> key)
    {
        var (name, method) = operation switch
        {
            RowOperations.Update => ("update", Methods["update_method"]),
            RowOperations.Delete when HasOwnDelete => ("delete", Methods["delete_method"] ?? HttpMethod.Delete),
            _ => ("", null),
        };
        var path = ((name.Length > 0 ? _addresses[$"{name}_url"] : null) ?? _addresses["url"]!).Path;
        method ??= Methods["method"] ?? HttpMethod.Post;
        var body = method == HttpMethod.Get || (method == HttpMethod.Delete && operation == RowOperations.Delete && HasOwnDelete) ? null : Body.Plan;
        var isRepeatable = IdempotencyHeader is not null || (operation != RowOperations.Append && IsOfKey(method, path, key));
        var headers = IdempotencyHeader is null ? [] : new[] { KeyValuePair.Create(IdempotencyHeader, LiquidTemplate.Parse("{{ idempotency_key }}")) };
        var isOfOneRow = ReadsRow(path) || Headers.Any(header => ReadsRow(header.Value)) || (body is not null && Body.IsOfOneRow) || (body is null && method == HttpMethod.Delete);
        return new OperationPlan(isOfOneRow ? 1 : RowsPerRequest ?? 10, isRepeatable)
        {
            IsAtomic = IsAtomic,
            Request = new RequestPlan(method, path, isRepeatable) { Headers = headers, Body = body, Results = Results },
        };
    }

    /// <summary>Whether a request puts the row of a key where that key is, which it may do twice.</summary>
    private static bool IsOfKey(HttpMethod method, LiquidTemplate path, IReadOnlyList<string> key) =>
        (method == HttpMethod.Put || method == HttpMethod.Patch || method == HttpMethod.Delete)
        && key.Count > 0
        && (path.Variables.Contains(new LiquidVariable("key", "value")) || key.All(field => path.Variables.Contains(new LiquidVariable("row", field.Split('.')[0]))));

    /// <summary>A template that reads a row has no meaning for several.</summary>
    public static bool ReadsRow(LiquidTemplate template) =>
        template.Variables.Any(variable => variable is { Root: "row" or "row_index" or "row_number" } or { Root: "key", Member: "value" });

    private static PaceLimits ReadPace(JsonSource source)
    {
        var concurrency = source.Integer("concurrency", 1, 32) ?? 4;
        var (requests, seconds) = (source.Integer("rate_limit_requests", 1, 10_000), source.Integer("rate_limit_seconds", 1, 3_600));
        return new PaceLimits(requests, TimeSpan.FromSeconds(seconds ?? 60), concurrency);
    }

    private static string? ReadIdempotencyHeader(JsonSource source)
    {
        var name = source.Text("idempotency_header", maxLength: 100);
        if (name is { Length: > 0 } && !HeaderNames.IsAllowed(name))
            source.Error("idempotency_header", "This header cannot be set.");
        return string.IsNullOrEmpty(name) ? null : name;
    }
}
