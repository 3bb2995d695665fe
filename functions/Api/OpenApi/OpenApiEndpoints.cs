using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.OpenApi;

public sealed class OpenApiEndpoints(OpenApiContent content)
{
    [Function("OpenApi"), AllowAnonymous]
    [Summary("Get this document"), Returns(200, ContentType = "application/json"), Returns(304, Description = "Unchanged since the ETag sent.")]
    public IActionResult Document([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        content.Document.Answer(request);
}
