using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.AiSquared;

internal static class OtherApi
{
    /// <summary>At an address that several APIs have: the answer to a request that means another of them, which has nothing there.</summary>
    public static ApiResponse? RefuseOtherApi(this HttpRequest request) => request.Call().Dialect == ApiDialects.AiSquared
        ? null
        : request.Refuse(new ApiError(ErrorKind.NotFound, "path_not_found", $"There is nothing at {request.Path}."));
}
