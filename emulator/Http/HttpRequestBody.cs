using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Emulator.Http;

/// <summary>Reads a <c>[FromBody]</c> parameter.</summary>
internal static class HttpRequestBody
{
    /// <exception cref="InvalidOperationException">The body is empty, null, no JSON or of another type: all are refused alike.</exception>
    public static async ValueTask<object?> ReadAsync(HttpRequest request, Type type)
    {
        if (!request.HasJsonContentType())
            throw new InvalidOperationException($"The body cannot be bound: its content type '{request.ContentType}' is not JSON.");
        var options = request.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, options, request.HttpContext.RequestAborted)
                ?? throw new InvalidOperationException("The body cannot be bound: it is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"The body cannot be bound: {exception.Message}", exception);
        }
    }
}
