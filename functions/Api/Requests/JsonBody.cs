using System.Text.Json;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FunctionsPlatform.Api.Requests;

/// <summary>Reads a request's JSON body into a record, and says of a bad one everything that is wrong with it.</summary>
/// <remarks>
/// 415 for another content type (none is taken for JSON), 413 over the limit, malformed for what is not JSON, has another shape,
/// an unknown or a repeated property; invalid for what breaks the validation attributes of the record or its <c>Validate</c>.
/// </remarks>
public static class JsonBody
{
    public static async Task<Result<T>> ReadAsync<T>(HttpRequest request, long maxSize, CancellationToken cancellationToken)
        where T : class
    {
        if (!IsJson(request.ContentType))
            return RequestErrors.UnsupportedContentType(request.ContentType!);
        var read = await RequestBody.ReadAsync(request, maxSize, cancellationToken);
        return read.Succeeded(out var body, out var error) ? Parse<T>(body) : error;
    }

    internal static Result<T> Parse<T>(ReadOnlyMemory<byte> json)
        where T : class
    {
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        if (json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return RequestErrors.EmptyBody;
        try
        {
            if (JsonSerializer.Deserialize<T>(json.Span, ApiJson.Reading) is not { } value)
                return RequestErrors.WrongShape([new FieldError("$", "Must be an object, not null.")]);
            return RequestRules.Check(value) is { Count: > 0 } broken ? RequestErrors.BrokenRules(broken) : value;
        }
        catch (JsonException exception)
        {
            return Explain(json, typeof(T), exception);
        }
    }

    private static ApiError Explain(ReadOnlyMemory<byte> json, Type type, JsonException first)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = ApiJson.Reading.MaxDepth });
            return JsonShape.Check(document.RootElement, ApiJson.Reading.GetTypeInfo(type));
        }
        catch (InvalidOperationException)
        {
            // A property's name is no Unicode, or half a character.
            return RequestErrors.NotText(first.Path ?? "$");
        }
        catch (JsonException notJson)
        {
            return RequestErrors.NotJson((notJson.LineNumber ?? 0) + 1, (notJson.BytePositionInLine ?? 0) + 1, first.Path ?? "$");
        }
    }

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
            return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || Is(type.Suffix, "json"))
            && (!type.Charset.HasValue || Is(HeaderUtilities.RemoveQuotes(type.Charset), "utf-8"));
    }

    private static bool Is(StringSegment text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
