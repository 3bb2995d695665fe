using System.Text;
using Azure.Data.Tables;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Tests.Access;

public sealed class ApiKeysTests
{
    [Fact]
    public async Task A_key_opens_its_workspace_with_its_role_scopes_and_plan()
    {
        await using var access = await AccessHost.StartAsync();
        var workspace = await access.NewWorkspaceAsync();
        var issued = (await access.Get<ApiKeys>().CreateAsync(
            new NewApiKey(workspace, "Reader", "sk_live_", Roles.Editor, [Permissions.QueriesRead], Plan: "free"), default)).Value;

        var principal = (await access.AuthenticateAsync(issued.Secret)).Value;

        Assert.Equal((workspace, Roles.Editor, "free", CredentialKind.ApiKey), (principal.Workspace, principal.Role, principal.Plan, principal.Kind));
        Assert.Equal([Permissions.QueriesRead], principal.Scopes);
        Assert.Matches("^sk_live_[0-9A-Za-z]{43}$", issued.Secret);
    }

    [Fact]
    public async Task A_key_of_all_scopes_gets_what_its_role_gets_later_and_another_keeps_to_its_own()
    {
        await using var access = await AccessHost.StartAsync();
        var workspace = await access.NewWorkspaceAsync();
        var all = (await access.Get<ApiKeys>().CreateAsync(new NewApiKey(workspace, "All", "k_", Roles.Viewer), default)).Value;
        var some = (await access.Get<ApiKeys>().CreateAsync(new NewApiKey(workspace, "Some", "k_", Roles.Viewer, [Permissions.QueriesRead]), default)).Value;

        var rows = await access.Get<PlatformStorage>().TableAsync("ApiKeys", default);
        await foreach (var row in rows.QueryAsync<TableEntity>())
        {
            row["Role"] = Roles.Owner;
            await rows.UpdateEntityAsync(row, row.ETag);
        }

        Assert.Equal(Permissions.All.Order(), (await access.AuthenticateAsync(all.Secret)).Value.Scopes.Order());
        Assert.Equal([Permissions.QueriesRead], (await access.AuthenticateAsync(some.Secret)).Value.Scopes);
    }

    [Fact]
    public async Task A_key_without_a_plan_has_the_workspaces()
    {
        await using var access = await AccessHost.StartAsync();
        var workspace = await access.NewWorkspaceAsync(plan: "enterprise");
        var issued = (await access.Get<ApiKeys>().CreateAsync(new NewApiKey(workspace, "Key", "k_"), default)).Value;

        Assert.Equal("enterprise", (await access.AuthenticateAsync(issued.Secret)).Value.Plan);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_and_so_is_one_of_another_workspace_revoked_by_its_id()
    {
        await using var access = await AccessHost.StartAsync();
        var keys = access.Get<ApiKeys>();
        var (mine, theirs) = (await access.NewWorkspaceAsync(), await access.NewWorkspaceAsync());
        var issued = (await keys.CreateAsync(new NewApiKey(mine, "Key", "k_"), default)).Value;

        Assert.Equal("key_not_found", (await keys.RevokeAsync(theirs, issued.Key.Id, default)).Error.Code);
        Assert.Equal(mine, (await access.AuthenticateAsync(issued.Secret)).Value.Workspace);
        Assert.NotNull((await keys.RevokeAsync(mine, issued.Key.Id, default)).Value.RevokedAt);
        Assert.Equal("key_revoked", (await access.AuthenticateAsync(issued.Secret)).Error.Code);
    }

    [Fact]
    public async Task A_key_revoked_by_another_instance_is_refused_within_the_cache_time()
    {
        await using var access = await AccessHost.StartAsync(("Access:CredentialCache", "00:00:05"));
        await using var other = access.Another();
        var workspace = await access.NewWorkspaceAsync();
        var issued = (await access.Get<ApiKeys>().CreateAsync(new NewApiKey(workspace, "Key", "k_"), default)).Value;
        Assert.True((await access.AuthenticateAsync(issued.Secret)).Succeeded(out _, out _));

        await other.Get<ApiKeys>().RevokeAsync(workspace, issued.Key.Id, default);
        access.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("key_revoked", (await access.AuthenticateAsync(issued.Secret)).Error.Code);
    }

    [Fact]
    public async Task A_key_expires_to_the_second_also_where_it_is_cached()
    {
        await using var access = await AccessHost.StartAsync(("Access:CredentialCache", "00:00:30"));
        var workspace = await access.NewWorkspaceAsync();
        var expiry = access.Clock.GetUtcNow().AddSeconds(10);
        var issued = (await access.Get<ApiKeys>().CreateAsync(new NewApiKey(workspace, "Key", "k_", ExpiresAt: expiry), default)).Value;

        access.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.True((await access.AuthenticateAsync(issued.Secret)).Succeeded(out _, out _));
        access.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("key_expired", (await access.AuthenticateAsync(issued.Secret)).Error.Code);
    }

    [Fact]
    public async Task Keys_are_listed_newest_first_with_their_use_and_without_their_text()
    {
        await using var access = await AccessHost.StartAsync();
        var keys = access.Get<ApiKeys>();
        var workspace = await access.NewWorkspaceAsync();
        var first = (await keys.CreateAsync(new NewApiKey(workspace, "First", "k_"), default)).Value;
        access.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (await keys.CreateAsync(new NewApiKey(workspace, "Second", "k_"), default)).Value;
        await access.AuthenticateAsync(second.Secret);

        var listed = (await keys.ListAsync(workspace, 10, null, default)).Value.Items;

        Assert.Equal([second.Key.Id, first.Key.Id], listed.Select(key => key.Id));
        Assert.Equal([access.Clock.GetUtcNow(), null], listed.Select(key => key.LastUsedAt));
        Assert.Equal(second.Secret[..8] + "...", listed[0].Display);
        Assert.DoesNotContain(first.Secret, string.Join('\n', listed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_table_holds_the_text_of_a_key()
    {
        await using var access = await AccessHost.StartAsync();
        var workspace = await access.NewWorkspaceAsync();
        var issued = (await access.Get<ApiKeys>().CreateAsync(new NewApiKey(workspace, "Key", "k_"), default)).Value;

        var stored = new StringBuilder();
        foreach (var name in new[] { "ApiKeys", "ApiKeyHashes" })
        {
            await foreach (var row in (await access.Get<PlatformStorage>().TableAsync(name, default)).QueryAsync<TableEntity>())
                stored.AppendJoin('\n', row.Select(property => $"{property.Key}={property.Value}"));
        }

        Assert.Contains(issued.Key.Display, stored.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(issued.Secret[..20], stored.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_text_can_be_added_once()
    {
        await using var access = await AccessHost.StartAsync();
        var keys = access.Get<ApiKeys>();
        var workspace = await access.NewWorkspaceAsync();
        await keys.AddAsync(new NewApiKey(workspace, "Key", "k_test_"), "k_test_demo_key", default);

        var again = await keys.AddAsync(new NewApiKey(workspace, "Key", "k_test_"), "k_test_demo_key", default);

        Assert.Equal("key_exists", again.Error.Code);
        Assert.Single((await keys.ListAsync(workspace, 10, null, default)).Value.Items);
        Assert.Equal(workspace, (await access.AuthenticateAsync("k_test_demo_key")).Value.Workspace);
    }

    [Theory]
    [InlineData("", Roles.Owner, null, null, 1, "name")]
    [InlineData("n", "king", null, null, 1, "role")]
    [InlineData("n", Roles.Viewer, Permissions.ConnectionsWrite, null, 1, "scopes")]
    [InlineData("n", Roles.Owner, Permissions.WorkspacesCreate, null, 1, "scopes")]
    [InlineData("n", Roles.Owner, null, "gold", 1, "plan")]
    [InlineData("n", Roles.Owner, null, null, -1, "expires_at")]
    public async Task A_draft_that_breaks_a_rule_is_refused_with_the_field(
        string name, string role, string? scope, string? plan, int expiresInHours, string field)
    {
        await using var access = await AccessHost.StartAsync();
        var draft = new NewApiKey(
            await access.NewWorkspaceAsync(), name, "k_", role, scope is null ? null : [scope], plan,
            access.Clock.GetUtcNow().AddHours(expiresInHours));

        var result = await access.Get<ApiKeys>().CreateAsync(draft, default);

        Assert.Equal(field, Assert.Single(result.Error.Fields!).Path);
    }
}
