using System.Net;
using Fixtures;

namespace Http.Tests.AiSquared;

[Collection(nameof(RunningPlatform))]
public sealed class WorkspaceTests(RunningPlatform platform)
{
    private readonly SquaredApi _api = new(platform);

    [Fact]
    public async Task The_list_has_the_callers_workspaces_and_needs_no_header()
    {
        var api = await SquaredApi.StrangerAsync(platform);

        var answer = await SquaredApi.SendAsync(platform, HttpMethod.Get, "workspaces", await api.TokenAsync(), null);

        Assert.Equal((HttpStatusCode.OK, 1), (answer.Status, answer.List.Count));
        Assert.Equal((api.Workspace, "workspaces"), (answer.At("$.data[0].id"), answer.At("$.data[0].type")));
    }

    [Fact]
    public async Task One_has_the_documented_attributes()
    {
        var answer = await _api.GetAsync("workspaces/1");

        Assert.Equal(
            ["name", "slug", "status", "api_key", "created_at", "updated_at", "description", "region", "organization_id", "organization_name", "members_count",
             "workspace_logo_url", "organization_logo_url"],
            answer.Attributes.AsObject().Select(attribute => attribute.Key));
        Assert.Equal(("demo", "active"), (answer.Attributes.At("$.slug"), answer.Attributes.At("$.status")));
        Assert.Null(answer.Attributes["api_key"]);
    }

    [Fact]
    public async Task Creating_one_answers_201_and_the_caller_may_enter_it()
    {
        var api = await SquaredApi.NewWorkspaceAsync(platform);

        var made = await api.PostAsync("workspaces", $$"""{"workspace": {"name": "Staging", "organization_id": {{api.Workspace}}, "description": "x", "region": "eu"} }""");

        Assert.Equal((HttpStatusCode.Created, "Staging"), (made.Status, made.Attributes.At("$.name")));
        Assert.Equal(HttpStatusCode.OK, (await SquaredApi.SendAsync(platform, HttpMethod.Get, "connectors", await api.TokenAsync(), made.Id)).Status);
        Assert.Equal(2, (await api.GetAsync("workspaces")).List.Count);
    }

    [Theory]
    [InlineData("nothing at all", "{}", "workspace")]
    [InlineData("no name", """{"workspace": {"organization_id": 1}}""", "workspace.name")]
    [InlineData("no organization", """{"workspace": {"name": "x"}}""", "workspace.organization_id")]
    public async Task Creating_one_has_a_contract(string rule, string body, string field)
    {
        var answer = await _api.PostAsync("workspaces", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, rule);
        Assert.NotNull(answer.At($"$.errors.{field}[0]"));
    }

    [Fact]
    public async Task The_organization_is_one_of_the_callers() => Assert.Equal(
        HttpStatusCode.UnprocessableEntity,
        (await _api.PostAsync("workspaces", """{"workspace": {"name": "Theirs", "organization_id": 987654}}""")).Status);

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task One_is_renamed(string method)
    {
        var api = await SquaredApi.NewWorkspaceAsync(platform);

        var answer = await api.SendAsync(new HttpMethod(method), $"workspaces/{api.Workspace}", """{"workspace": {"name": "Another name"}}""");

        Assert.Equal((HttpStatusCode.OK, "Another name", "another-name"), (answer.Status, answer.Attributes.At("$.name"), answer.Attributes.At("$.slug")));
    }

    [Theory]
    [InlineData("two hyphens", "a--b")]
    [InlineData("no letter", "123")]
    [InlineData("nothing", "")]
    public async Task A_new_name_has_rules(string rule, string name)
    {
        var answer = await _api.PutAsync("workspaces/1", $$"""{"workspace": {"name": "{{name}}"} }""");

        Assert.True(answer.Status == HttpStatusCode.BadRequest, rule);
        Assert.NotNull(answer.At("$.errors.workspace.name[0]"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task One_that_is_not_the_callers_is_404_with_one_message(string method)
    {
        var stranger = await SquaredApi.StrangerAsync(platform);

        var answer = await _api.SendAsync(new HttpMethod(method), $"workspaces/{stranger.Workspace}", method == "PUT" ? """{"workspace": {"name": "Mine"}}""" : null);

        Assert.Equal((HttpStatusCode.NotFound, "Workspace not found"), (answer.Status, answer.At("$.error")));
    }

    [Fact]
    public async Task Deleting_one_is_refused_clearly()
    {
        var answer = await _api.DeleteAsync("workspaces/1");

        Assert.Equal(HttpStatusCode.FailedDependency, answer.Status);
        Assert.Contains("cannot be deleted", answer.At("$.errors[0].detail"), StringComparison.Ordinal);
    }
}
