using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Api.OpenApi;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>JSON:API documents; errors in the shapes that the product has for each kind of failure; times in milliseconds.</summary>
public sealed class AiSquaredDialect() : ApiDialect("ai-squared", "AI Squared", ApiJson.Milliseconds)
{
    private const string ContractBroken = "request_invalid";

    public override IReadOnlyList<string> Security => [SecuritySchemes.AccessToken, SecuritySchemes.WorkspaceNumber];

    public override ApiError ForeignWorkspace => new(
        ErrorKind.Malformed, "workspace_header_invalid", "Workspace not found: send the number of one of your workspaces in the header Workspace-Id.");

    // Whoever has just signed in learns the numbers of their workspaces from the list of them, so that one needs none.
    public override Result<string?> NamedWorkspace(HttpRequest request) =>
        request.Headers["Workspace-Id"].ToString() is { Length: > 0 } number ? number
        : request.Path.Equals("/api/v1/workspaces", StringComparison.OrdinalIgnoreCase) ? (string?)null
        : ForeignWorkspace;

    public override object Single(object body, ApiCall call) => new Document<object>(body);

    public override object List<T>(IReadOnlyList<T> items, string? nextCursor, ApiCall call) => new Document<IReadOnlyList<T>>(items);

    public override PageRequest ReadPage(RequestParameters parameters) => SquaredPages.Read(parameters, SquaredPages.LargestSize);

    public override object Error(ApiError error, ApiCall call) => error switch
    {
        _ when error.Kind == ErrorKind.RateLimited || SquaredErrors.IsBare(error) => new AiSquaredMessage(SquaredErrors.Say(error)),
        { Kind: ErrorKind.Malformed, Fields: { Count: > 0 } } or { Code: ContractBroken } => new AiSquaredFieldErrors(ErrorTree.Of(error.Fields ?? [])),
        { Kind: ErrorKind.Malformed } => Describe(error, "Bad Request", new Dictionary<string, string> { ["pointer"] = "/request/payload" }),
        _ => Describe(error, "Error", SourceOf(error)),
    };

    public override int StatusOf(ApiError error) => error.Kind switch
    {
        ErrorKind.Invalid when error.Code == ContractBroken && error.NamesFields() => StatusCodes.Status400BadRequest,
        ErrorKind.Conflict or ErrorKind.ConnectionFailed => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.NotAllowedInState => StatusCodes.Status424FailedDependency,
        _ => base.StatusOf(error),
    };

    public override Type ErrorType(ApiError error) => error.Kind switch
    {
        ErrorKind.RateLimited => typeof(AiSquaredMessage),
        ErrorKind.Malformed => typeof(AiSquaredFieldErrors),
        _ => typeof(AiSquaredErrors),
    };

    public override Type SingleType(Type body) => typeof(Document<>).MakeGenericType(body);

    public override Type ListType(Type item) => typeof(Document<>).MakeGenericType(typeof(IReadOnlyList<>).MakeGenericType(item));

    private AiSquaredErrors Describe(ApiError error, string title, IReadOnlyDictionary<string, string>? source) =>
        new([new ErrorItem(StatusOf(error), title, SquaredErrors.Say(error), source)]);

    private static Dictionary<string, string>? SourceOf(ApiError error) => error.Fields is { Count: > 0 } fields
        ? fields.GroupBy(field => field.Path.TrimStart('$', '.')).ToDictionary(same => same.Key, same => string.Join(' ', same.Select(field => field.Message)))
        : null;

    private sealed record Document<T>(T Data);

    private sealed record AiSquaredErrors(IReadOnlyList<ErrorItem> Errors);

    private sealed record AiSquaredFieldErrors(JsonObject Errors);

    private sealed record AiSquaredMessage(string Error);

    private sealed record ErrorItem(
        int Status,
        string Title,
        string Detail,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Source);
}
