using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FunctionsPlatform.Api.Responses;

/// <summary>
/// What an endpoint answers. Its bytes are made before it is sent, so that a value that cannot be written is an error and not half an answer.
/// </summary>
public sealed record ApiResponse(int Status, string? ContentType, ReadOnlyMemory<byte> Body) : IActionResult
{
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static ApiResponse Json(int status, object body, JsonSerializerOptions options) =>
        new(status, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), options));

    public static ApiResponse Empty(int status) => new(status, null, default);

    public ApiResponse WithHeader(string name, string value) => this with { Headers = Headers.Add(KeyValuePair.Create(name, value)) };

    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = Status;
        // Answers repeat what was sent to us: no browser shall take one for a page.
        response.Headers.XContentTypeOptions = "nosniff";
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        if (ContentType is null)
            return Task.CompletedTask;

        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        return HttpMethods.IsHead(context.HttpContext.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(Body, context.HttpContext.RequestAborted).AsTask();
    }
}
