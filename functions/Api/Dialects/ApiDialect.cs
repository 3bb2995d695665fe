using System.Text.Json;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Dialects;

/// <summary>How one product's API speaks: envelopes, errors, times, pages. What it says is decided below.</summary>
public abstract class ApiDialect(string name, string title, string timeFormat)
{
    /// <summary>Stable short name: <c>ai-for-database</c>. Sent as <c>X-Api-Dialect</c>; rate limits are counted per dialect.</summary>
    public string Name { get; } = name;

    /// <summary>The product's name, for people.</summary>
    public string Title { get; } = title;

    public JsonSerializerOptions Json { get; } = ApiJson.Writing(timeFormat);

    /// <summary>Whether an endpoint is declared among those of this API.</summary>
    public bool Declares(ApiEndpoint endpoint) => endpoint.Declaration.DeclaringType!.Namespace == GetType().Namespace;

    /// <summary>Whether every answer to an authenticated caller tells what is left of the rate limit.</summary>
    public virtual bool TellsRateLimit => false;

    /// <summary>The body of an answer that holds one thing.</summary>
    public virtual object Single(object body, ApiCall call) => body;

    /// <summary>The body of an answer that holds one page of a list.</summary>
    public abstract object List<T>(IReadOnlyList<T> items, string? nextCursor, ApiCall call)
        where T : class;

    /// <summary>Which page of a list the caller asks for.</summary>
    public abstract PageRequest ReadPage(RequestParameters parameters);

    public abstract object Error(ApiError error, ApiCall call);

    /// <summary>The workspace that the request itself names, in whatever form; null where the credential alone decides.</summary>
    public virtual Result<string?> NamedWorkspace(HttpRequest request) => (string?)null;

    /// <summary>What a caller hears who names a workspace that is not there or not theirs.</summary>
    public virtual ApiError ForeignWorkspace => AccessErrors.WorkspaceForbidden;

    public virtual int StatusOf(ApiError error) => error.Kind switch
    {
        ErrorKind.Malformed => StatusCodes.Status400BadRequest,
        ErrorKind.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.NotAllowedInState => StatusCodes.Status409Conflict,
        ErrorKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        ErrorKind.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorKind.QueryFailed => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.ConnectionFailed => StatusCodes.Status502BadGateway,
        ErrorKind.Internal => StatusCodes.Status500InternalServerError,
        _ => throw new ArgumentOutOfRangeException(nameof(error), error.Kind, "An error kind without a status."),
    };

    /// <summary>Type of what <see cref="Single"/> makes of a body of the given type, for the OpenAPI document.</summary>
    public virtual Type SingleType(Type body) => body;

    /// <summary>Type of what <see cref="List{T}"/> makes of items of the given type, for the OpenAPI document.</summary>
    public abstract Type ListType(Type item);

    /// <summary>Type of what <see cref="Error"/> makes of an error, for the OpenAPI document.</summary>
    public abstract Type ErrorType(ApiError error);

    /// <summary>Names of the security schemes (<see cref="OpenApi.SecuritySchemes"/>) that a request needs, all of them together.</summary>
    public abstract IReadOnlyList<string> Security { get; }
}
