using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api;

/// <summary>Answers what no other function does. Its name sorts last, because the host tries routes in the order of function names.</summary>
public sealed class FallbackEndpoint(ApiEndpoints endpoints)
{
    [Function("ZZ_NotFound")]
    [AllowAnonymous]
    public IActionResult NotFound(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", "put", "patch", "delete", "head", "options", Route = "{*path}")] HttpRequest request)
    {
        var allowed = endpoints.VerbsAt(request.Path);
        if (allowed.Count == 0)
            return request.Refuse(NoSuchPath(request.Path));

        var response = HttpMethods.IsOptions(request.Method)
            ? ApiResponse.Empty(StatusCodes.Status204NoContent)
            : request.Refuse(NoSuchVerb(request, allowed));
        return response.WithHeader("Allow", string.Join(", ", allowed.Append(HttpMethods.Options)));
    }

    private static ApiError NoSuchPath(PathString path) => new(ErrorKind.NotFound, "path_not_found", $"There is nothing at {path}.");

    private static ApiError NoSuchVerb(HttpRequest request, IReadOnlyList<string> allowed) => new(
        ErrorKind.MethodNotAllowed, "method_not_allowed", $"{request.Path} does not answer {request.Method}; it answers {string.Join(", ", allowed)}.");
}
