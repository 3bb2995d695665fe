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
    private const int MaxPageSize = 100;

    public override IReadOnlyList<string> Security => [SecuritySchemes.AccessToken, SecuritySchemes.WorkspaceNumber];

    public override ApiError ForeignWorkspace => new(
        ErrorKind.Malformed, "workspace_header_invalid", "Workspace not found: send the number of one of your workspaces in the header Workspace-Id.");

    public override Result<string?> NamedWorkspace(HttpRequest request) =>
        request.Headers["Workspace-Id"].ToString() is { Length: > 0 } number ? number : ForeignWorkspace;

    public override object Single(object body, ApiCall call) => new Document<object>(body);

    public override object List<T>(IReadOnlyList<T> items, string? nextCursor, ApiCall call) => new Document<IReadOnlyList<T>>(items);

    public override PageRequest ReadPage(RequestParameters parameters)
    {
        var size = parameters.Has("page_size") ? "page_size" : parameters.Has("per_page") ? "per_page" : "page[size]";
        var number = parameters.Has("page") ? "page" : "page[number]";
        return new PageRequest(Math.Min(parameters.Integer(size, MaxPageSize, 1), MaxPageSize), Number: parameters.Integer(number, 1, 1));
    }

    public override object Error(ApiError error, ApiCall call) => error switch
    {
        { Kind: ErrorKind.RateLimited } => new AiSquaredMessage(error.Message),
        { Kind: ErrorKind.Malformed or ErrorKind.Invalid, Fields: { Count: > 0 } } => new AiSquaredFieldErrors(ErrorTree.Of(error.Fields)),
        { Kind: ErrorKind.Malformed } => Describe(error, "Bad Request", new Dictionary<string, string> { ["pointer"] = "/request/payload" }),
        _ => Describe(error, "Error", null),
    };

    public override int StatusOf(ApiError error) => error.Kind switch
    {
        ErrorKind.Invalid when error.NamesFields() => StatusCodes.Status400BadRequest,
        ErrorKind.Conflict => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.NotAllowedInState => StatusCodes.Status424FailedDependency,
        _ => base.StatusOf(error),
    };

    public override Type ErrorType(ApiError error) => error switch
    {
        { Kind: ErrorKind.RateLimited } => typeof(AiSquaredMessage),
        { Kind: ErrorKind.Malformed or ErrorKind.Invalid } => typeof(AiSquaredFieldErrors),
        _ => typeof(AiSquaredErrors),
    };

    public override Type SingleType(Type body) => typeof(Document<>).MakeGenericType(body);

    public override Type ListType(Type item) => typeof(Document<>).MakeGenericType(typeof(IReadOnlyList<>).MakeGenericType(item));

    private AiSquaredErrors Describe(ApiError error, string title, Dictionary<string, string>? source) =>
        new([new ErrorItem(StatusOf(error), title, error.Message, source)]);

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
