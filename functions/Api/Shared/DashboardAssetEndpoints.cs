using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace FunctionsPlatform.Api.Shared;

/// <summary>The styles and scripts of dashboards' pages, the chart library among them: no page loads anything from elsewhere.</summary>
public static class DashboardAssetEndpoints
{
    [Function("DashboardAssets_Get"), AllowAnonymous]
    [Summary("Get a file that pages of dashboards load")]
    [PathParameter("file", "page.css, page.js or echarts.js.")]
    [Returns(StatusCodes.Status200OK, ContentType = "text/javascript"), Returns(StatusCodes.Status304NotModified, Description = "Unchanged since the ETag sent.")]
    [Fails(ErrorKind.NotFound)]
    public static IActionResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PageAsset.Folder + "/{file}")] HttpRequest request, string file)
    {
        if (PageAsset.All.FirstOrDefault(asset => asset.Name == file) is not { } found)
            return request.Refuse(new ApiError(ErrorKind.NotFound, "path_not_found", $"There is nothing at {request.Path}."));
        var isPacked = request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        var content = new StaticContent(found.ContentType, isPacked ? found.Packed : found.Bytes, $"\"{found.Hash}{(isPacked ? "-gzip" : "")}\"");
        var response = content.Answer(request).WithHeader(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        // Under the address that its hash is in, a file never changes.
        if (request.Query["v"] == found.Hash)
            response = response.WithHeader(HeaderNames.CacheControl, "public, max-age=31536000, immutable");
        return isPacked && !response.Body.IsEmpty ? response.WithHeader(HeaderNames.ContentEncoding, "gzip") : response;
    }
}
