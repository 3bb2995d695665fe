using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace FunctionsPlatform.Api.Shared;

/// <summary>Links that open one dashboard as a page.</summary>
public sealed class DashboardShareEndpoints(DashboardQueries queries, DashboardShares shares)
{
    [Function("DashboardShares_Create")]
    [RequirePermission(Permissions.DashboardsWrite)]
    [Summary("Make a link to a dashboard's page", Details = "Whoever has the link sees that dashboard, and nothing else, until it expires or is withdrawn. It is in this answer and never again.")]
    [Accepts<CreateShareRequest>(Optional = true), Example("""{"expires_in_hours": 168, "name": "Board meeting"}""")]
    [Returns<CreatedShareBody>(StatusCodes.Status201Created), Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/dashboards/{id}/share")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await request.ReadOptionalJsonAsync<CreateShareRequest>(cancellationToken)).Succeeded(out var body, out var refusal)
            || !(await queries.FindAsync(request, id, cancellationToken)).Succeeded(out var dashboard, out refusal)
            || !(await shares.CreateAsync(dashboard, TimeSpan.FromHours(body.ExpiresInHours), body.Name, cancellationToken)).Succeeded(out var made, out refusal))
            return request.Refuse(refusal);
        var url = $"{request.Scheme}://{request.Host}/{DashboardPageEndpoints.SharedFolder}/{dashboard.Id:N}?token={made.Token}";
        return request.Created(new CreatedShareBody(DashboardIds.Share.Format(made.Share.Id), url, body.Name, made.Share.CreatedAt, made.Share.ExpiresAt))
            .WithHeader(HeaderNames.CacheControl, "no-store");
    }

    [Function("DashboardShares_List")]
    [RequirePermission(Permissions.DashboardsRead)]
    [Summary("List the links to a dashboard that are good still", Details = "At most 100, newest first.")]
    [Returns<ShareBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dashboards/{id}/shares")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        (await queries.FindAsync(request, id, cancellationToken)).Succeeded(out var dashboard, out var refusal)
            ? request.List<ShareBody>([.. (await shares.ListAsync(dashboard, cancellationToken)).Select(ShareBody.Of)])
            : request.Refuse(refusal);

    [Function("DashboardShares_Delete")]
    [RequirePermission(Permissions.DashboardsWrite)]
    [Summary("Withdraw a link", Details = "From now on it opens nothing, also where it was opened before.")]
    [Returns<DeletedShare>(StatusCodes.Status200OK), Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/dashboards/{id}/shares/{shareId}")] HttpRequest request,
        string id,
        string shareId,
        CancellationToken cancellationToken) =>
        (await queries.FindAsync(request, id, cancellationToken)).Succeeded(out var dashboard, out var refusal)
            && (await shares.RemoveAsync(dashboard, DashboardIds.Share.Read(shareId), cancellationToken)).Succeeded(out _, out refusal)
            ? request.Ok(new DeletedShare(shareId))
            : request.Refuse(refusal);
}

/// <param name="ExpiresInHours">Up to a year; a week by default.</param>
public sealed record CreateShareRequest([property: Range(1, 8_784)] int ExpiresInHours = 168, [property: StringLength(200)] string? Name = null);

/// <param name="Url">Opens the page in any browser. Holds no API key.</param>
public sealed record CreatedShareBody(string ShareId, string Url, string? Name, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

public sealed record ShareBody(string ShareId, string? Name, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    internal static ShareBody Of(DashboardShare share) => new(DashboardIds.Share.Format(share.Id), share.Name, share.CreatedAt, share.ExpiresAt);
}

public sealed record DeletedShare(string ShareId, bool Deleted = true);
