using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Answers with what came of a step: the value as it is shown, or the refusal.</summary>
internal static class SignalSmithAnswers
{
    /// <param name="inWords">Says the refusal in the words of this API, where it has its own.</param>
    public static ApiResponse OkOrRefuse<T>(this HttpRequest request, Result<T> result, Func<T, object> show, Func<ApiError, ApiError>? inWords = null) =>
        result.Succeeded(out var value, out var refusal) ? request.Ok(show(value)) : request.Refuse(inWords?.Invoke(refusal) ?? refusal);

    /// <inheritdoc cref="OkOrRefuse"/>
    public static ApiResponse CreatedOrRefuse<T>(this HttpRequest request, Result<T> result, Func<T, object> show, Func<ApiError, ApiError>? inWords = null) =>
        result.Succeeded(out var value, out var refusal) ? request.Created(show(value)) : request.Refuse(inWords?.Invoke(refusal) ?? refusal);

    /// <inheritdoc cref="OkOrRefuse"/>
    public static ApiResponse DeletedOrRefuse<T>(this HttpRequest request, Result<T> result, Func<ApiError, ApiError>? inWords = null) =>
        request.OkOrRefuse(result, _ => new DeletedBody(), inWords);
}
