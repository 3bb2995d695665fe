using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>The same team under the base address that self-hosted instances have.</summary>
public sealed class SelfHostedTeamEndpoints(TeamEndpoints team)
{
    [Function("SelfHostedTeam_List"), SameAs<TeamEndpoints>(nameof(TeamEndpoints.List))]
    public Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/team/members")] HttpRequest request, CancellationToken cancellationToken) =>
        team.List(request, cancellationToken);

    [Function("SelfHostedTeam_Invite"), SameAs<TeamEndpoints>(nameof(TeamEndpoints.Invite))]
    public Task<IActionResult> Invite(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/team/members")] HttpRequest request, CancellationToken cancellationToken) =>
        team.Invite(request, cancellationToken);

    [Function("SelfHostedTeam_ChangeRole"), SameAs<TeamEndpoints>(nameof(TeamEndpoints.ChangeRole))]
    public Task<IActionResult> ChangeRole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/team/members/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        team.ChangeRole(request, id, cancellationToken);

    [Function("SelfHostedTeam_Remove"), SameAs<TeamEndpoints>(nameof(TeamEndpoints.Remove))]
    public Task<IActionResult> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/team/members/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        team.Remove(request, id, cancellationToken);
}
