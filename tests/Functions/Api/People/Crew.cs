using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Api.People;

/// <summary>A person who is signed in.</summary>
internal sealed record Teammate(Guid Id, string Email, HttpClient Client);

/// <summary>Makes people in workspaces of a running platform, and reads their mail.</summary>
internal sealed partial class Crew(PlatformApp app)
{
    public const string Password = "Correct-horse-1";

    public static string NewEmail() => $"{RandomNumberGenerator.GetHexString(12, lowercase: true)}@example.com";

    /// <summary>A workspace in an organization of its own, both of which a person owns.</summary>
    public async Task<(WorkspaceId Workspace, Teammate Owner)> FoundAsync(string name = "Acme")
    {
        var user = await NewUserAsync();
        var workspace = (await app.Services.GetRequiredService<Founding>().WorkspaceAsync(new NewWorkspace(name), user.Id, default)).Value;
        return (workspace.Id, await SignInAsync(user, workspace.Id));
    }

    public async Task<Teammate> JoinAsync(WorkspaceId workspace, string role)
    {
        var user = await NewUserAsync();
        var organization = (await app.Services.GetRequiredService<Workspaces>().GetAsync(workspace, default))!.Organization;
        await app.Services.GetRequiredService<Rosters>().AddAsync(Team.OfOrganization(organization), user.Id, Roles.Member, default);
        Assert.True((await app.Services.GetRequiredService<Rosters>().AddAsync(Team.Of(workspace), user.Id, role, default)).Succeeded(out _, out _));
        return await SignInAsync(user, workspace);
    }

    /// <summary>A client with an owner's key.</summary>
    public async Task<HttpClient> KeyAsync(WorkspaceId workspace) => app.ClientWith(
        (await app.Services.GetRequiredService<ApiKeys>().CreateAsync(new NewApiKey(workspace, "Test", "sk_test_"), default)).Value.Secret);

    /// <summary>The secret of the newest mail to an address: what stands behind the hash of its link.</summary>
    public string InvitationOf(string email) => Directory.EnumerateFiles(app.MailDirectory)
        .OrderDescending()
        .Select(File.ReadAllText)
        .Where(text => text.Contains($"To: {email}\r\n", StringComparison.Ordinal))
        .Select(text => Link().Match(text).Groups["token"].Value)
        .First();

    public async Task<HttpResponseMessage> AcceptAsync(string token, string password = Password) =>
        await app.Client.PostAsJsonAsync("/platform/v1/invitations/accept", new { token, name = "New Member", password });

    public async Task<HttpResponseMessage> LogInAsync(string email, string password = Password) =>
        await app.Client.PostAsJsonAsync("/api/v1/login", new { email, password });

    /// <summary>The body of an answer that must have this status.</summary>
    public static async Task<JsonNode> BodyAsync(Task<HttpResponseMessage> sent, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await sent;
        var body = await response.JsonAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} for {response.RequestMessage!.Method} {response.RequestMessage.RequestUri}: {body.ToJsonString()}");
        return body;
    }

    private async Task<User> NewUserAsync() => (await app.Services.GetRequiredService<Users>().CreateAsync(NewEmail(), "Test Person", Password, default)).Value;

    private async Task<Teammate> SignInAsync(User user, WorkspaceId workspace)
    {
        var member = (await app.Services.GetRequiredService<Rosters>().FindAsync(Team.Of(workspace), user.Id, default))!;
        var token = await app.Services.GetRequiredService<TokenIssuer>().IssueForUserAsync(user, member, default);
        return new Teammate(user.Id, user.Email, app.ClientWith(token.Token));
    }

    [GeneratedRegex(@"/invitation#(?<token>\S+)")]
    private static partial Regex Link();
}

/// <summary>A platform that forgets credentials at once, so that changes of roles show in the next request.</summary>
public sealed class PeoplePlatform : IAsyncLifetime
{
    private PlatformApp? _app;

    public PlatformApp App => _app!;

    internal Crew Crew => new(App);

    public async Task InitializeAsync() => _app = await PlatformApp.StartAsync(new Dictionary<string, string> { ["Access:CredentialCache"] = "00:00:00" });

    public async Task DisposeAsync() => await App.DisposeAsync();
}

[CollectionDefinition(nameof(PeoplePlatform))]
public sealed class PeoplePlatformTests : ICollectionFixture<PeoplePlatform>;
