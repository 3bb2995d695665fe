using FunctionsPlatform.Access;

namespace FunctionsPlatform.Tests.Access;

public sealed class ClientCredentialsTests
{
    [Fact]
    public async Task A_clients_secret_is_exchanged_for_a_token_of_its_workspace()
    {
        await using var access = await AccessHost.StartAsync();
        var workspace = await access.NewWorkspaceAsync(plan: "pro");
        var clients = access.Get<ClientCredentials>();
        var issued = (await clients.CreateAsync(new NewClient(workspace, "Reports"), default)).Value;

        var client = (await clients.VerifyAsync(issued.Client.ClientId, issued.Secret, default)).Value;
        var token = await access.Get<TokenIssuer>().IssueForClientAsync(client, default);
        var principal = (await access.AuthenticateAsync(token.Token)).Value;

        Assert.Equal(access.Clock.GetUtcNow().AddHours(1), token.ExpiresAt);
        Assert.Equal(
            (client.ClientId, workspace, Roles.Editor, "pro", CredentialKind.ClientToken),
            (principal.Id, principal.Workspace, principal.Role, principal.Plan, principal.Kind));
    }

    [Fact]
    public async Task Every_wrong_pair_gets_the_same_refusal()
    {
        await using var access = await AccessHost.StartAsync();
        var clients = access.Get<ClientCredentials>();
        var workspace = await access.NewWorkspaceAsync();
        await clients.AddAsync(new NewClient(workspace, "Demo"), "demo-client", "demo-secret", default);

        Assert.True((await clients.VerifyAsync("demo-client", "demo-secret", default)).Succeeded(out _, out _));
        foreach (var (id, secret) in new[]
        {
            ("demo-client", "Demo-secret"), ("demo-client", ""), ("demo-clienT", "demo-secret"), ("", ""), ("a/b", "x"),
            (new string('漢', 300), "x"), ($"workspace|{workspace}", "x"),
        })
        {
            Assert.Equal("client_credentials_invalid", (await clients.VerifyAsync(id, secret, default)).Error.Code);
        }
    }

    [Fact]
    public async Task A_rotated_secret_replaces_the_old_and_a_revoked_client_has_none()
    {
        await using var access = await AccessHost.StartAsync();
        var clients = access.Get<ClientCredentials>();
        var workspace = await access.NewWorkspaceAsync();
        var old = (await clients.CreateAsync(new NewClient(workspace, "Reports"), default)).Value;
        var id = old.Client.ClientId;

        var fresh = (await clients.RotateSecretAsync(workspace, id, default)).Value;
        Assert.False((await clients.VerifyAsync(id, old.Secret, default)).Succeeded(out _, out _));
        Assert.True((await clients.VerifyAsync(id, fresh.Secret, default)).Succeeded(out _, out _));

        await clients.RevokeAsync(workspace, id, default);
        Assert.False((await clients.VerifyAsync(id, fresh.Secret, default)).Succeeded(out _, out _));
        Assert.NotNull(Assert.Single((await clients.ListAsync(workspace, 10, null, default)).Value.Items).RevokedAt);
    }

    [Fact]
    public async Task A_client_of_another_workspace_is_neither_listed_nor_changed()
    {
        await using var access = await AccessHost.StartAsync();
        var clients = access.Get<ClientCredentials>();
        var (mine, theirs) = (await access.NewWorkspaceAsync(), await access.NewWorkspaceAsync());
        var issued = (await clients.CreateAsync(new NewClient(theirs, "Theirs"), default)).Value;

        Assert.Empty((await clients.ListAsync(mine, 10, null, default)).Value.Items);
        Assert.Equal("client_not_found", (await clients.RevokeAsync(mine, issued.Client.ClientId, default)).Error.Code);
        Assert.Equal("client_not_found", (await clients.RotateSecretAsync(mine, issued.Client.ClientId, default)).Error.Code);
        Assert.True((await clients.VerifyAsync(issued.Client.ClientId, issued.Secret, default)).Succeeded(out _, out _));
    }
}
