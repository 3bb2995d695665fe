using System.Globalization;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FunctionsPlatform.Api;

/// <summary>How endpoints read a request and answer it in the dialect of the API that was called.</summary>
public static class ApiRequestExtensions
{
    public static ApiCall Call(this HttpRequest request) =>
        request.HttpContext.Features.Get<ApiCall>() ?? throw new InvalidOperationException("The request did not come through the platform's middleware.");

    public static Principal Caller(this HttpRequest request) => request.Call().Principal;

    public static Task<Result<T>> ReadJsonAsync<T>(this HttpRequest request, CancellationToken cancellationToken)
        where T : class => JsonBody.ReadAsync<T>(request, request.Call().Endpoint.MaxBodySize, cancellationToken);

    /// <summary>The body, or one that says nothing where there is none.</summary>
    public static async Task<Result<T>> ReadOptionalJsonAsync<T>(this HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        var read = await request.ReadJsonAsync<T>(cancellationToken);
        return !read.Succeeded(out _, out var refusal) && refusal == RequestErrors.EmptyBody ? JsonBody.Parse<T>("{}"u8.ToArray()) : read;
    }

    public static RequestParameters Parameters(this HttpRequest request) => new(request.Query);

    /// <summary>Which part of a list is wanted, where that is all that the address says.</summary>
    public static Result<PageRequest> ReadPage(this HttpRequest request)
    {
        var parameters = request.Parameters();
        var page = request.Call().Dialect.ReadPage(parameters);
        return parameters.Error is { } wrong ? wrong : page;
    }

    /// <summary>200, with the body in the dialect's envelope.</summary>
    public static ApiResponse Ok(this HttpRequest request, object body) => request.Answer(StatusCodes.Status200OK, body);

    /// <summary>201, with the body in the dialect's envelope.</summary>
    public static ApiResponse Created(this HttpRequest request, object body) => request.Answer(StatusCodes.Status201Created, body);

    /// <summary>202, with the body in the dialect's envelope.</summary>
    public static ApiResponse Accepted(this HttpRequest request, object body) => request.Answer(StatusCodes.Status202Accepted, body);

    /// <summary>The body as it is, in the dialect's JSON but without its envelope.</summary>
    public static ApiResponse Bare(this HttpRequest request, int status, object body) =>
        ApiResponse.Json(status, body, request.Call().Dialect.Json);

    /// <summary>200, with one page of a list as the dialect writes lists.</summary>
    /// <param name="nextCursor">Where the next page starts; null at the end.</param>
    public static ApiResponse List<T>(this HttpRequest request, IReadOnlyList<T> items, string? nextCursor = null)
        where T : class
    {
        var call = request.Call();
        return ApiResponse.Json(StatusCodes.Status200OK, call.Dialect.List(items, nextCursor, call), call.Dialect.Json);
    }

    /// <summary>The refusal, in the dialect's shape and with its status.</summary>
    public static ApiResponse Refuse(this HttpRequest request, ApiError error) => request.Call().Refuse(error);

    public static ApiResponse Refuse(this ApiCall call, ApiError error)
    {
        var response = ApiResponse.Json(call.Dialect.StatusOf(error), call.Dialect.Error(error, call), call.Dialect.Json);
        if (error.Kind == ErrorKind.Unauthenticated)
            response = response.WithHeader(HeaderNames.WWWAuthenticate, "Bearer");
        return error.RetryAfter is { } wait ? response.WithHeader(HeaderNames.RetryAfter, Seconds(wait)) : response;
    }

    private static ApiResponse Answer(this HttpRequest request, int status, object body)
    {
        var call = request.Call();
        return ApiResponse.Json(status, call.Dialect.Single(body, call), call.Dialect.Json);
    }

    private static string Seconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
