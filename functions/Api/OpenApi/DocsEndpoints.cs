using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>The documentation page and its two scripts.</summary>
public static class DocsEndpoints
{
    [Function("Docs"), AllowAnonymous]
    [Summary("Read this document in a browser"), Returns(200, ContentType = "text/html")]
    public static IActionResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request) =>
        DocsPage.Page.Answer(request).WithHeader("Content-Security-Policy", DocsPage.ContentSecurityPolicy);

    [Function("DocsScript"), AllowAnonymous]
    [Summary("Get the script of the documentation page"), Returns(200, ContentType = "text/javascript")]
    public static IActionResult Script([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs/scalar.js")] HttpRequest request) =>
        DocsPage.Script(request);

    [Function("DocsStart"), AllowAnonymous]
    [Summary("Get the script that starts the documentation page"), Returns(200, ContentType = "text/javascript")]
    public static IActionResult Start([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs/start.js")] HttpRequest request) =>
        DocsPage.Start.Answer(request);
}
