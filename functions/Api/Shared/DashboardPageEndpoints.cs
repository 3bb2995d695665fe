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

/// <summary>Dashboards as pages: for callers with a credential, and for those with a link.</summary>
public sealed class DashboardPageEndpoints(DashboardQueries queries, Dashboards.Dashboards dashboards, DashboardShares shares)
{
    public const string SharedFolder = "shared/dashboards";

    private const string Cookie = "dashboard_share";
    private const string Html = "text/html; charset=utf-8";

    [Function("Dashboards_View")]
    [RequirePermission(Permissions.DashboardsRead)]
    [Summary("Get a dashboard as a page", Details = "For those who send a credential. People without one open a link: see `POST /v1/dashboards/{id}/share`. Filters are set by their parameters.")]
    [QueryParameter("refresh", "true reads all data anew.", Type = typeof(bool))]
    [Returns(StatusCodes.Status200OK, ContentType = "text/html"), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> View(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dashboards/{id}/view")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await queries.ReadAsync(request, id, cancellationToken)).Succeeded(out var data, out var refusal)
            ? Page(StatusCodes.Status200OK, DashboardPage.Linked(data, isForStrangers: false))
            : request.Refuse(refusal);

    [Function("SharedDashboards_View"), AllowAnonymous, LimitedByAddress]
    [Summary("Open a dashboard by a link", Details = """
        The link's `token` is exchanged for a cookie that only this address gets, so that it stays neither in the address bar nor in the history; from then on the cookie opens
        the page until the link expires or is withdrawn.
        """)]
    [PathParameter("id", "32 hex digits, as the link has them.")]
    [QueryParameter("token", "The secret part of the link.")]
    [Returns(StatusCodes.Status200OK, ContentType = "text/html"), Returns(StatusCodes.Status303SeeOther, Description = "The token was exchanged.")]
    [Fails(ErrorKind.Unauthenticated)]
    public async Task<IActionResult> Shared(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = SharedFolder + "/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var key = Guid.TryParseExact(id, "N", out var known) ? known : Guid.Empty;
        var token = request.Query["token"].FirstOrDefault();
        if (!(await shares.OpenAsync(key, token ?? request.Cookies[Cookie], cancellationToken)).Succeeded(out var share, out var refusal))
            return Page(StatusCodes.Status401Unauthorized, DashboardPage.Closed(refusal.Message));
        if (token is not null)
            return Exchange(request, share, token);
        if (!(await dashboards.GetAsync(share.Workspace, share.DashboardId, cancellationToken)).Succeeded(out var dashboard, out _))
            return Page(StatusCodes.Status401Unauthorized, DashboardPage.Closed(DashboardErrors.ShareInvalid.Message));
        return (await queries.ReadAsync(request, dashboard, isForced: false, cancellationToken)).Succeeded(out var data, out var unusable)
            ? Page(StatusCodes.Status200OK, DashboardPage.Linked(data, isForStrangers: true))
            : Page(StatusCodes.Status400BadRequest, DashboardPage.Closed(Requests.RequestErrors.InOneLine(unusable)));
    }

    private static ApiResponse Exchange(HttpRequest request, DashboardShare share, string token)
    {
        var address = $"/{SharedFolder}/{share.DashboardId:N}";
        var cookie = new SetCookieHeaderValue(Cookie, token)
        {
            Path = address,
            HttpOnly = true,
            Secure = request.IsHttps,
            Expires = share.ExpiresAt,
            // Strict would leave it away on the way here from a mail.
            SameSite = Microsoft.Net.Http.Headers.SameSiteMode.Lax,
        };
        var others = QueryString.Create(request.Query.Where(parameter => parameter.Key != "token"));
        return ApiResponse.Empty(StatusCodes.Status303SeeOther)
            .WithHeader(HeaderNames.Location, address + others)
            .WithHeader(HeaderNames.SetCookie, cookie.ToString())
            .WithHeader(HeaderNames.CacheControl, "no-store")
            .WithHeader("Referrer-Policy", "no-referrer");
    }

    private static ApiResponse Page(int status, byte[] page) => new ApiResponse(status, Html, page)
        .WithHeader(HeaderNames.ContentSecurityPolicy, DashboardPage.ContentSecurityPolicy)
        .WithHeader("Referrer-Policy", "no-referrer")
        .WithHeader(HeaderNames.CacheControl, "private, no-store");
}
