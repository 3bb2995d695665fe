using System.Text.Json.Serialization;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Api.OpenApi;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary><c>{data, meta}</c> and <c>{error{code, message, details}, meta}</c>, with a closed list of codes; pages by cursor.</summary>
public sealed class AiForDatabaseDialect() : ApiDialect("ai-for-database", "AI for Database", ApiJson.Seconds)
{
    private const string CursorPrefix = "cur_";

    public override bool TellsRateLimit => true;

    public override IReadOnlyList<string> Security => [SecuritySchemes.ApiKey];

    public override object Single(object body, ApiCall call) => new Envelope<object>(body, new Meta(call.RequestId, call.ReceivedAt));

    public override object List<T>(IReadOnlyList<T> items, string? nextCursor, ApiCall call)
    {
        var cursor = nextCursor is null ? null : CursorPrefix + nextCursor;
        return new Page<T>(items, new ListMeta(call.RequestId, call.ReceivedAt, cursor), cursor);
    }

    public override PageRequest ReadPage(RequestParameters parameters)
    {
        var limit = parameters.Integer("limit", 20, 1, 100);
        var cursor = parameters.Text("cursor");
        if (cursor is not null && !cursor.StartsWith(CursorPrefix, StringComparison.Ordinal))
            parameters.Fail("cursor", $"Not a cursor of this API: those start with {CursorPrefix}.");
        return new PageRequest(limit, cursor?[Math.Min(cursor.Length, CursorPrefix.Length)..]);
    }

    public override object Error(ApiError error, ApiCall call) => new AiForDatabaseError(
        new ErrorBody(CodeOf(error.Kind), error.Message, new ErrorDetails(error.Code, error.Fields, error.Clarify)),
        new ErrorMeta(call.RequestId));

    public override int StatusOf(ApiError error) => error.Kind switch
    {
        ErrorKind.Malformed or ErrorKind.Conflict or ErrorKind.NotAllowedInState => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.QueryFailed => StatusCodes.Status500InternalServerError,
        _ => base.StatusOf(error),
    };

    public override Type ErrorType(ApiError error) => typeof(AiForDatabaseError);

    public override Type SingleType(Type body) => typeof(Envelope<>).MakeGenericType(body);

    public override Type ListType(Type item) => typeof(Page<>).MakeGenericType(item);

    private static string CodeOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Unauthenticated => "authentication_error",
        ErrorKind.Forbidden => "authorization_error",
        ErrorKind.NotFound => "not_found",
        ErrorKind.RateLimited => "rate_limit_exceeded",
        ErrorKind.QueryFailed => "query_error",
        ErrorKind.ConnectionFailed => "connection_error",
        ErrorKind.Internal => "internal_error",
        _ => "validation_error",
    };

    private sealed record Envelope<T>(T Data, Meta Meta);

    private sealed record Page<T>(IReadOnlyList<T> Data, ListMeta Meta, string? NextCursor);

    private sealed record Meta(string RequestId, DateTimeOffset Timestamp);

    private sealed record ListMeta(string RequestId, DateTimeOffset Timestamp, string? NextCursor);

    private sealed record AiForDatabaseError(ErrorBody Error, ErrorMeta Meta);

    private sealed record ErrorBody(string Code, string Message, ErrorDetails Details);

    /// <param name="Reason">What exactly it was; the code above names only the class.</param>
    /// <param name="Clarify">What may have been meant, likeliest first.</param>
    private sealed record ErrorDetails(
        string Reason,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldError>? Fields,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Clarify);

    private sealed record ErrorMeta(string RequestId);
}
