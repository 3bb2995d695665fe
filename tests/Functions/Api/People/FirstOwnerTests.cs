using System.Net;
using System.Net.Http.Json;
using Fixtures;
using FunctionsPlatform.Platform.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static FunctionsPlatform.Tests.Api.People.Crew;

namespace FunctionsPlatform.Tests.Api.People;

public sealed class FirstOwnerTests : IDisposable
{
    private const string Email = "first@example.com";
    private readonly string _directory = Directory.CreateTempSubdirectory("first-owner-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_fresh_deployment_invites_its_first_owner_once()
    {
        var settings = Settings();
        await using (await PlatformApp.StartAsync(settings))
        {
        }

        await using var app = await PlatformApp.StartAsync(settings);
        var crew = new Crew(app);
        Assert.Single(Directory.GetFiles(app.MailDirectory));
        await BodyAsync(crew.AcceptAsync(crew.InvitationOf(Email)));
        var login = await BodyAsync(crew.LogInAsync(Email));
        using var owner = app.ClientWith(login.At("$.data.attributes.token")!);

        var organizations = await BodyAsync(owner.GetAsync("/api/v1/organizations"));
        var members = await BodyAsync(owner.GetAsync($"/api/v1/organizations/{organizations.At("$[0].id")}/members"));
        var workspaces = await BodyAsync(owner.GetAsync($"/api/v1/organizations/{organizations.At("$[0].id")}/workspaces"));
        var team = await BodyAsync(owner.GetAsync("/v1/team/members"));
        await BodyAsync(owner.PostAsJsonAsync($"/api/v1/workspaces/{workspaces.At("$[0].id")}/api-keys", new { name = "First key" }), HttpStatusCode.Created);

        Assert.Equal(("owner", "owner"), (members.At("$[0].role"), team.At("$.data[0].role")));
        await using var third = await PlatformApp.StartAsync(settings);
        Assert.Single(Directory.GetFiles(app.MailDirectory));
    }

    [Fact]
    public async Task Where_no_mail_leaves_the_link_is_in_the_log()
    {
        var log = new CapturedLog();
        await using var app = await PlatformApp.StartAsync(
            Settings(), services => services.AddSingleton<ILoggerProvider>(log).AddSingleton<IMailSender, Unsent>());

        Assert.Contains("http://localhost:7071/invitation#inv_w-", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_opens_a_page()
    {
        await using var app = await PlatformApp.StartAsync();
        using var page = await app.Client.GetAsync("/invitation");
        using var script = await app.Client.GetAsync("/invitation/accept.js");

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
        Assert.Contains("/invitation/accept.js", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["Access:FirstOwner"] = Email,
        ["DataStorage:Prefix"] = SharedAzurite.NewPrefix(),
        ["Secrets:KeyFile"] = Path.Combine(_directory, "secrets.key"),
        ["Mail:Directory"] = Path.Combine(_directory, "mail"),
    };

    private sealed class Unsent : IMailSender
    {
        public Task<FunctionsPlatform.Platform.ApiError?> SendAsync(MailMessage message, CancellationToken cancellationToken) =>
            Task.FromResult<FunctionsPlatform.Platform.ApiError?>(MailErrors.NotConfigured);
    }
}
