using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Api.OpenApi;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Bare bodies, bare arrays, <c>{"error": "..."}</c>.</summary>
public sealed class SignalSmithDialect() : ApiDialect("signalsmith", "SignalSmith", ApiJson.Seconds)
{
    public const int MaxPageSize = 100;

    public override IReadOnlyList<string> Security => [SecuritySchemes.ApiKey, SecuritySchemes.WorkspaceUuid];

    public override object List<T>(IReadOnlyList<T> items, string? nextCursor, ApiCall call) => items;

    /// <summary>A page size over the cap is cut to it, as documented for this API.</summary>
    public override PageRequest ReadPage(RequestParameters parameters) => new(
        Math.Min(parameters.Integer("page_size", 20, 1), MaxPageSize),
        Number: parameters.Integer("page", 1, 1));

    public override object Error(ApiError error, ApiCall call) => new SignalSmithError(error.InOneLine());

    /// <summary>The path's UUID and the header must agree.</summary>
    public override Result<string?> NamedWorkspace(HttpRequest request)
    {
        var inPath = request.RouteValues["workspaceId"] as string;
        var inHeader = request.Headers["X-Workspace-ID"].ToString();
        return inPath is not null && inHeader.Length > 0 && !inPath.Equals(inHeader, StringComparison.OrdinalIgnoreCase)
            ? new ApiError(ErrorKind.Forbidden, "workspace_mismatch", "The path and the header X-Workspace-ID name different workspaces.")
            : inPath ?? (inHeader.Length > 0 ? inHeader : null);
    }

    public override int StatusOf(ApiError error) => error.Kind switch
    {
        // 422 is kept for requests that are well formed and refer to what is not there.
        ErrorKind.Invalid when error.NamesFields() => StatusCodes.Status400BadRequest,
        ErrorKind.QueryFailed => StatusCodes.Status400BadRequest,
        _ => base.StatusOf(error),
    };

    public override Type ErrorType(ApiError error) => typeof(SignalSmithError);

    public override Type ListType(Type item) => typeof(IReadOnlyList<>).MakeGenericType(item);

    private sealed record SignalSmithError(string Error);
}
