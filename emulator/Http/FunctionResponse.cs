using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace Emulator.Http;

/// <summary>Writes what a function returned if it is a result: for a string or an object the real worker sends an empty 200.</summary>
internal static class FunctionResponse
{
    private static readonly ActionDescriptor NoAction = new();

    public static Task WriteAsync(object? result, HttpContext context) => result switch
    {
        IActionResult actionResult => actionResult.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), NoAction)),
        IResult httpResult => httpResult.ExecuteAsync(context),
        _ => Task.CompletedTask,
    };

    /// <summary>500 with an empty body, keeping the headers already set.</summary>
    public static void Fail(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status500InternalServerError;
        response.ContentLength = 0;
    }
}
