using System.Text.Json.Serialization;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Api.OpenApi;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.Connecty;

/// <summary>Bare bodies, <c>{error{code, message}}</c>, times with offset and microseconds.</summary>
public sealed class ConnectyDialect() : ApiDialect("connecty", "ConnectyAI", ApiJson.OffsetMicroseconds)
{
    public override IReadOnlyList<string> Security => [SecuritySchemes.AccessToken];

    public override object List<T>(IReadOnlyList<T> items, string? nextCursor, ApiCall call) => items;

    public override PageRequest ReadPage(RequestParameters parameters) => new(1000);

    public override object Error(ApiError error, ApiCall call) => new ConnectyError(new ErrorBody(error.Code, error.Message, error.Fields, error.Clarify));

    public override Type ErrorType(ApiError error) => typeof(ConnectyError);

    public override Type ListType(Type item) => typeof(IReadOnlyList<>).MakeGenericType(item);

    private sealed record ConnectyError(ErrorBody Error);

    private sealed record ErrorBody(
        string Code,
        string Message,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldError>? Fields,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Clarify);
}
