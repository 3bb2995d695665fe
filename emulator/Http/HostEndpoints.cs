using Microsoft.AspNetCore.Http;

namespace Emulator.Http;

/// <summary>Paths that the host answers itself and no function is asked about.</summary>
internal static class HostEndpoints
{
    public static bool Answer(HttpContext context)
    {
        if (StatusOf(context.Request.Path) is not { } status)
            return false;
        context.Response.StatusCode = status;
        return true;
    }

    private static int? StatusOf(PathString path)
    {
        if (path.StartsWithSegments("/admin", out var rest))
        {
            if (rest.StartsWithSegments("/host/ping"))
                return StatusCodes.Status200OK;
            if (rest.StartsWithSegments("/host") || rest.StartsWithSegments("/functions"))
                return StatusCodes.Status401Unauthorized;
        }

        return path.StartsWithSegments("/runtime/webhooks") ? StatusCodes.Status401Unauthorized : null;
    }
}
