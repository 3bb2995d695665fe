using System.Text.Json.Serialization;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Api.OpenApi;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.DataForge;

/// <summary>Bare bodies, lists as <c>{data, pagination}</c>, <c>{error{code, message, details, request_id}}</c>.</summary>
public sealed class DataForgeDialect() : ApiDialect("dataforge", "DataForge AI", ApiJson.Seconds)
{
    public override IReadOnlyList<string> Security => [SecuritySchemes.ApiKey];

    public override object List<T>(IReadOnlyList<T> items, string? nextCursor, ApiCall call) =>
        new Page<T>(items, new Pagination(items.Count, nextCursor));

    public override PageRequest ReadPage(RequestParameters parameters) =>
        new(parameters.Integer("limit", 20, 1, 100), parameters.Text("cursor"));

    public override object Error(ApiError error, ApiCall call) =>
        new DataForgeError(new ErrorBody(error.Code, error.Message, error.Fields ?? [], error.Clarify, call.RequestId));

    public override int StatusOf(ApiError error) => error.Kind == ErrorKind.QueryFailed ? StatusCodes.Status400BadRequest : base.StatusOf(error);

    public override Type ErrorType(ApiError error) => typeof(DataForgeError);

    public override Type ListType(Type item) => typeof(Page<>).MakeGenericType(item);

    private sealed record Page<T>(IReadOnlyList<T> Data, Pagination Pagination);

    private sealed record Pagination(int Count, string? NextCursor);

    private sealed record DataForgeError(ErrorBody Error);

    /// <param name="Clarify">What may have been meant, likeliest first.</param>
    private sealed record ErrorBody(
        string Code,
        string Message,
        IReadOnlyList<FieldError> Details,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Clarify,
        string RequestId);
}
