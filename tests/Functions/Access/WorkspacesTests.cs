using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Tests.Access;

public sealed class WorkspacesTests
{
    [Fact]
    public async Task A_workspace_is_found_by_its_id_and_by_its_number()
    {
        await using var access = await AccessHost.StartAsync();
        var workspaces = access.Get<Workspaces>();
        var first = (await workspaces.CreateAsync(new NewWorkspace("First", "Europe/Zurich"), default)).Value;
        var second = (await workspaces.CreateAsync(new NewWorkspace("Second"), default)).Value;

        Assert.Equal(first, await workspaces.GetAsync(first.Id, default));
        Assert.Equal(first.Id, await workspaces.ResolveAliasAsync("1", default));
        Assert.Equal(second.Id, await workspaces.ResolveAliasAsync("2", default));
        Assert.Equal(second.Id, await workspaces.ResolveAliasAsync(second.Id.ToString(), default));
        Assert.Equal("2", await workspaces.NumberOfAsync(second.Id, default));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("")]
    [InlineData("0198c0de-0000-7000-8000-00000000abcd")]
    [InlineData("../1")]
    public async Task What_names_no_workspace_resolves_to_none(string text)
    {
        await using var access = await AccessHost.StartAsync();
        await access.NewWorkspaceAsync();

        Assert.Null(await access.Get<Workspaces>().ResolveAliasAsync(text, default));
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name()
    {
        await using var access = await AccessHost.StartAsync();
        var workspaces = access.Get<Workspaces>();
        var before = (await workspaces.CreateAsync(new NewWorkspace("Before", "Asia/Tokyo", AllowSamples: true), default)).Value;

        var after = await workspaces.UpdateAsync(before.Id, new WorkspaceChange(Translator: Translators.LanguageModel), default);

        Assert.Equal(before with { Translator = Translators.LanguageModel }, after.Value);
        Assert.Equal(after.Value, await workspaces.GetAsync(before.Id, default));
    }

    [Theory]
    [InlineData("", "UTC", "embedded", "default", "name")]
    [InlineData("n", "Mars/Olympus", "embedded", "default", "time_zone")]
    [InlineData("n", "W. Europe Standard Time", "embedded", "default", "time_zone")]
    [InlineData("n", "UTC", "oracle", "default", "translator")]
    [InlineData("n", "UTC", "embedded", "gold", "plan")]
    public async Task A_draft_that_breaks_a_rule_is_refused_with_the_field(string name, string zone, string translator, string plan, string field)
    {
        await using var access = await AccessHost.StartAsync();

        var result = await access.Get<Workspaces>().CreateAsync(new NewWorkspace(name, zone, translator, Plan: plan), default);

        Assert.Equal(ErrorKind.Invalid, result.Error.Kind);
        Assert.Equal(field, Assert.Single(result.Error.Fields!).Path);
    }

    [Fact]
    public async Task An_unknown_workspace_cannot_be_changed_and_a_known_id_not_made_again()
    {
        await using var access = await AccessHost.StartAsync();
        var workspaces = access.Get<Workspaces>();
        var id = await access.NewWorkspaceAsync();

        var unknown = new WorkspaceId(Guid.Parse("0198c0de-0000-7000-8000-00000000abcd"));
        Assert.Equal("workspace_not_found", (await workspaces.UpdateAsync(unknown, new WorkspaceChange("x"), default)).Error.Code);
        Assert.Equal("workspace_exists", (await workspaces.CreateAsync(new NewWorkspace("x"), default, id)).Error.Code);
    }
}
