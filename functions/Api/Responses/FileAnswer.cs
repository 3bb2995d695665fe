using Microsoft.AspNetCore.Mvc;

namespace FunctionsPlatform.Api.Responses;

/// <summary>A file to be saved, sent as it is read.</summary>
public sealed class FileAnswer(Stream content, string contentType, string name, long length) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        await using var file = content;
        var response = context.HttpContext.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        (response.ContentType, response.ContentLength) = (contentType, length);
        await content.CopyToAsync(response.Body, context.HttpContext.RequestAborted);
    }
}
