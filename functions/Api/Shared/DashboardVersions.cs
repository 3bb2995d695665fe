using System.Globalization;
using FunctionsPlatform.Api.Responses;
using FunctionsPlatform.Dashboards;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FunctionsPlatform.Api.Shared;

/// <summary>The version of a dashboard as the <c>ETag</c> of answers and the <c>If-Match</c> of requests.</summary>
public static class DashboardVersions
{
    public static ApiResponse WithVersionOf(this ApiResponse response, Dashboard dashboard) =>
        response.WithHeader(HeaderNames.ETag, $"\"{dashboard.Version.ToString(CultureInfo.InvariantCulture)}\"");

    /// <summary>The version that a request is about; null where it names none, and one that nothing has where it names what is no version.</summary>
    public static int? ReadVersion(this HttpRequest request) => request.Headers.IfMatch.ToString().Trim() switch
    {
        "" or "*" => null,
        var tag => int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1,
    };
}
