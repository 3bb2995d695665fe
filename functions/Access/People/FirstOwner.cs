using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Access;

/// <summary>Invites the owner of a first organization and workspace into a deployment that has no user, once.</summary>
public sealed partial class FirstOwner(
    PlatformStorage storage, Users users, Workspaces workspaces, Invitations invitations, InvitationMail mail, Ids ids, IOptions<AccessOptions> options,
    ILogger<FirstOwner> logger) : IHostedService
{
    private const string Name = "First workspace";
    private const string Key = "first-owner";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.FirstOwner.Length == 0 || await users.AnyAsync(cancellationToken))
            return;
        var id = await WorkspaceAsync(cancellationToken);
        var created = await workspaces.CreateAsync(new NewWorkspace(Name), cancellationToken, id);
        if (!created.Succeeded(out _, out var failure) && failure.Kind != ErrorKind.Conflict)
            throw new InvalidOperationException($"The first workspace could not be made: {failure.Message}");
        // Whoever was invited at an earlier start holds the invitation still.
        if (!(await invitations.AddAsync(Team.Of(id), options.Value.FirstOwner, Roles.Owner, "deployment", cancellationToken)).Succeeded(out var issued, out _))
            return;
        if (await mail.SendAsync(issued, Name, cancellationToken) is { } notSent)
            Log.NotMailed(logger, notSent.Message, mail.LinkOf(issued));
        else
            Log.Invited(logger);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The same workspace at every start, and for every instance.</summary>
    private async Task<WorkspaceId> WorkspaceAsync(CancellationToken cancellationToken)
    {
        var table = await storage.TableAsync("Deployment", cancellationToken);
        await table.TryAddAsync(new TableEntity(Key, Key) { ["Workspace"] = ids.New() }, cancellationToken);
        return new WorkspaceId((await table.FindAsync(Key, Key, cancellationToken))!.GetGuid("Workspace")!.Value);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The first owner (Access:FirstOwner) was invited by mail.")]
        public static partial void Invited(ILogger logger);

        // The one place where such a link is logged: without it a deployment that sends no mail could not be entered.
        [LoggerMessage(LogLevel.Warning, "{Reason} The first owner (Access:FirstOwner) accepts here: {Link}")]
        public static partial void NotMailed(ILogger logger, string reason, string link);
    }
}
