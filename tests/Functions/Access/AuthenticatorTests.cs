using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Tests.Access;

public sealed class AuthenticatorTests
{
    [Theory]
    [InlineData(null, "token_missing")]
    [InlineData("", "token_missing")]
    [InlineData("   ", "token_missing")]
    [InlineData("Bearer", "token_malformed")]
    [InlineData("Bearer ", "token_malformed")]
    [InlineData("Basic ZGVtbzpkZW1v", "token_malformed")]
    [InlineData("Bearer two words", "token_malformed")]
    [InlineData("Bearer ключ", "token_malformed")]
    [InlineData("Bearer a.b.c", "token_malformed")]
    [InlineData("Bearer ..", "token_malformed")]
    [InlineData("Bearer e30.e30.e30", "token_invalid")]
    [InlineData("Bearer sk_live_nobody", "key_unknown")]
    [InlineData("bearer sk_live_nobody", "key_unknown")]
    public async Task A_header_that_names_nobody_is_refused_with_its_reason(string? authorization, string code)
    {
        await using var access = await AccessHost.StartAsync();

        var result = await access.Get<Authenticator>().AuthenticateAsync(authorization, default);

        Assert.Equal((ErrorKind.Unauthenticated, code), (result.Error.Kind, result.Error.Code));
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    [InlineData("null", "null")]
    [InlineData("{\"alg\":1,\"kid\":2}", "{\"iss\":\"http://localhost:7071\"}")]
    [InlineData("{\"alg\":\"RS256\",\"kid\":\"\\ud800\"}", "{\"iss\":\"http://localhost:7071\"}")]
    [InlineData("{\"alg\":\"RS256\"}", "{\"iss\":\"\\ud800\"}")]
    [InlineData("{\"alg\":\"RS256\"}", "{\"iss\":{\"a\":1}}")]
    [InlineData("{\"alg\":\"RS256\"}", "{\"iss\":\"http://localhost:7071\",\"exp\":1e300}")]
    [InlineData("{\"alg\":\"RS256\"}", "{\"iss\":\"http://localhost:7071\",\"exp\":\"soon\",\"aud\":7}")]
    [InlineData("{\"alg\":\"RS256\",\"alg\":\"none\"}", "{\"iss\":\"http://localhost:7071\"}")]
    public async Task A_token_of_strange_content_is_refused_and_no_surprise(string header, string payload)
    {
        await using var access = await AccessHost.StartAsync();
        var token = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}.c2lnbmF0dXJl";

        Assert.Equal(ErrorKind.Unauthenticated, (await access.AuthenticateAsync(token)).Error.Kind);
    }

    [Fact]
    public async Task A_huge_credential_is_refused()
    {
        await using var access = await AccessHost.StartAsync();

        Assert.Equal("token_malformed", (await access.AuthenticateAsync(new string('a', 100_000))).Error.Code);
    }

    [Fact]
    public async Task The_bootstrap_key_opens_no_workspace_by_itself_and_administers_any_that_it_enters()
    {
        const string Key = "made-by-the-deployer";
        await using var access = await AccessHost.StartAsync(("Access:BootstrapKeyHash", Hash(Key)));
        var workspace = await access.NewWorkspaceAsync();

        var principal = (await access.AuthenticateAsync(Key)).Value;
        var inside = (await access.Get<Authenticator>().EnterAsync(principal, "1", default)).Value;
        var nowhere = await access.Get<Authenticator>().EnterAsync(principal, "2", default);

        Assert.True(principal.Can(Permissions.WorkspacesCreate));
        Assert.True(principal.Can(Permissions.KeysWrite));
        Assert.False(principal.Can(Permissions.QueriesRead));
        Assert.False(principal.Can(Permissions.ConnectionsRead));
        Assert.Equal(WorkspaceId.Deployment, principal.Workspace);
        Assert.Equal((workspace, Roles.Owner), (inside.Workspace, inside.Role));
        Assert.True(inside.Can(Permissions.QueriesWrite));
        Assert.Equal("workspace_forbidden", nowhere.Error.Code);
    }

    [Fact]
    public async Task Without_a_bootstrap_key_there_is_none()
    {
        await using var access = await AccessHost.StartAsync();

        Assert.False((await access.AuthenticateAsync("e3b0c44298fc1c149afbf4c8996fb924")).Succeeded(out _, out _));
    }

    [Fact]
    public async Task No_log_holds_a_credential()
    {
        await using var access = await AccessHost.StartAsync();
        var workspace = await access.NewWorkspaceAsync();
        var key = (await access.Get<ApiKeys>().CreateAsync(new NewApiKey(workspace, "Key", "k_"), default)).Value;
        var client = (await access.Get<ClientCredentials>().CreateAsync(new NewClient(workspace, "Client"), default)).Value;
        var token = await access.Get<TokenIssuer>().IssueForClientAsync(client.Client, default);
        var user = (await access.Get<Users>().CreateAsync("ada@example.com", "Ada", "Sehr-geheim-1", default)).Value;
        await access.Get<Users>().SignInAsync(user.Email, "Falsch-geraten-1", default);
        foreach (var credential in new[] { key.Secret, token.Token, key.Secret + "x", token.Token + "x" })
            await access.AuthenticateAsync(credential);

        var printed = $"{access.Logs.Text}\n{key}\n{client}\n{token}\n{user}";

        foreach (var secret in new[] { key.Secret, client.Secret, token.Token.Split('.')[2], "Sehr-geheim-1", "Falsch-geraten-1" })
            Assert.DoesNotContain(secret, printed, StringComparison.Ordinal);
    }

    private static string Hash(string text) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
