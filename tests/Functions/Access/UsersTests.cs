using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Tests.Access;

public sealed class UsersTests
{
    private const string Email = "ada@example.com";
    private const string Password = "Demo-pass-1";

    [Fact]
    public async Task A_user_signs_in_and_gets_a_token_for_half_an_hour()
    {
        await using var access = await AccessHost.StartAsync();
        var workspace = await access.NewWorkspaceAsync(plan: "standard");
        var created = (await access.Get<Users>().CreateAsync(Email, "Ada", Password, default)).Value;
        var membership = (await access.Get<Rosters>().AddAsync(Team.Of(workspace), created.Id, Roles.Admin, default)).Value;

        var user = (await access.Get<Users>().SignInAsync(" ADA@example.com ", Password, default)).Value;
        var token = await access.Get<TokenIssuer>().IssueForUserAsync(user, membership, default);
        var principal = (await access.AuthenticateAsync(token.Token)).Value;

        Assert.Equal(created, user);
        Assert.Equal(access.Clock.GetUtcNow().AddMinutes(30), token.ExpiresAt);
        Assert.Equal(
            (user.Id.ToString("D"), workspace, Roles.Admin, "standard", CredentialKind.UserToken),
            (principal.Id, principal.Workspace, principal.Role, principal.Plan, principal.Kind));
    }

    [Fact]
    public async Task A_user_enters_the_workspaces_of_which_they_are_a_member_and_no_other()
    {
        await using var access = await AccessHost.StartAsync();
        var (home, second, foreign) = (await access.NewWorkspaceAsync(), await access.NewWorkspaceAsync("pro"), await access.NewWorkspaceAsync());
        var user = (await access.Get<Users>().CreateAsync(Email, "Ada", Password, default)).Value;
        var membership = (await access.Get<Rosters>().AddAsync(Team.Of(home), user.Id, Roles.Owner, default)).Value;
        await access.Get<Rosters>().AddAsync(Team.Of(second), user.Id, Roles.Viewer, default);
        var token = await access.Get<TokenIssuer>().IssueForUserAsync(user, membership, default);
        var principal = (await access.AuthenticateAsync(token.Token)).Value;
        var authenticator = access.Get<Authenticator>();

        var entered = (await authenticator.EnterAsync(principal, second, default)).Value;
        Assert.Equal((second, Roles.Viewer, "pro"), (entered.Workspace, entered.Role, entered.Plan));
        Assert.False(entered.Can(Permissions.ConnectionsWrite));
        Assert.Equal("workspace_forbidden", (await authenticator.EnterAsync(principal, foreign, default)).Error.Code);
        Assert.Equal(2, (await access.Get<Rosters>().OfUserAsync(user.Id, TeamKind.Workspace, default)).Count);
    }

    [Fact]
    public async Task Many_who_sign_in_at_once_are_all_let_in()
    {
        await using var access = await AccessHost.StartAsync();
        await access.Get<Users>().CreateAsync(Email, "Ada", Password, default);

        // Fewer than the tries that an address has.
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => access.Get<Users>().SignInAsync(Email, Password, default))));

        Assert.All(answers, answer => Assert.True(answer.Succeeded(out _, out _)));
    }

    [Fact]
    public async Task A_key_enters_its_own_workspace_only()
    {
        await using var access = await AccessHost.StartAsync();
        var (mine, theirs) = (await access.NewWorkspaceAsync(), await access.NewWorkspaceAsync());
        var key = (await access.Get<ApiKeys>().CreateAsync(new NewApiKey(mine, "Key", "k_"), default)).Value;
        var principal = (await access.AuthenticateAsync(key.Secret)).Value;

        Assert.Equal(principal, (await access.Get<Authenticator>().EnterAsync(principal, mine, default)).Value);
        Assert.Equal("workspace_forbidden", (await access.Get<Authenticator>().EnterAsync(principal, theirs, default)).Error.Code);
    }

    [Theory]
    [InlineData(Email)]
    [InlineData("nobody@example.com")]
    public async Task Five_wrong_passwords_lock_an_address_for_an_hour_whether_or_not_it_has_an_account(string email)
    {
        await using var access = await AccessHost.StartAsync();
        var users = access.Get<Users>();
        await users.CreateAsync(Email, "Ada", Password, default);
        for (var i = 0; i < 5; i++)
            Assert.Equal("credentials_invalid", (await users.SignInAsync(email, "Wrong-pass-1", default)).Error.Code);

        var locked = (await users.SignInAsync(email, Password, default)).Error;
        Assert.Equal((ErrorKind.RateLimited, "sign_in_locked", TimeSpan.FromHours(1)), (locked.Kind, locked.Code, locked.RetryAfter));
        access.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("sign_in_locked", (await users.SignInAsync(email, Password, default)).Error.Code);
        access.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual("sign_in_locked", (await users.SignInAsync(email, Password, default)).Succeeded(out _, out var error) ? "" : error.Code);
    }

    [Fact]
    public async Task Guesses_at_the_same_time_are_counted_too()
    {
        await using var access = await AccessHost.StartAsync();
        await using var other = access.Another();
        await access.Get<Users>().CreateAsync(Email, "Ada", Password, default);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => (i % 2 == 0 ? access : other).Get<Users>().SignInAsync(Email, $"Wrong-pass-{i}", default))));

        Assert.Equal(5, answers.Count(answer => answer.Error.Code == "credentials_invalid"));
        Assert.Equal(11, answers.Count(answer => answer.Error.Code == "sign_in_locked"));
    }

    [Fact]
    public async Task The_right_password_gives_the_tries_back()
    {
        await using var access = await AccessHost.StartAsync();
        var users = access.Get<Users>();
        await users.CreateAsync(Email, "Ada", Password, default);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
                await users.SignInAsync(Email, "Wrong-pass-1", default);
            Assert.True((await users.SignInAsync(Email, Password, default)).Succeeded(out _, out _));
        }
    }

    [Theory]
    [InlineData("not an address", Password, "email")]
    [InlineData("Ada <ada@example.com>", Password, "email")]
    [InlineData(Email, "short", "password")]
    public async Task What_is_no_address_or_no_password_is_refused_with_the_field(string email, string password, string field)
    {
        await using var access = await AccessHost.StartAsync();

        var result = await access.Get<Users>().CreateAsync(email, "Ada", password, default);

        Assert.Equal(field, Assert.Single(result.Error.Fields!).Path);
    }

    [Fact]
    public async Task An_address_has_one_account_whatever_its_case()
    {
        await using var access = await AccessHost.StartAsync();
        await access.Get<Users>().CreateAsync(Email, "Ada", Password, default);

        Assert.Equal("user_exists", (await access.Get<Users>().CreateAsync("Ada@Example.com", "Eve", Password, default)).Error.Code);
    }
}
