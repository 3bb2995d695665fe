using System.Net;

namespace Http.Tests.AiSquared;

/// <summary>Who is let in, to which workspace, and what each role may do.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class AccessTests(RunningPlatform platform)
{
    private readonly SquaredApi _api = new(platform);

    [Theory]
    [InlineData("GET", "connectors")]
    [InlineData("POST", "connectors")]
    [InlineData("GET", "connectors/1")]
    [InlineData("PUT", "connectors/1")]
    [InlineData("DELETE", "connectors/1")]
    [InlineData("GET", "connectors/1/discover")]
    [InlineData("POST", "connectors/1/query_source")]
    [InlineData("POST", "connectors/1/execute_model")]
    [InlineData("GET", "connector_definitions")]
    [InlineData("GET", "connector_definitions/Postgresql")]
    [InlineData("POST", "connector_definitions/check_connection")]
    [InlineData("POST", "catalogs")]
    [InlineData("PUT", "catalogs/1")]
    [InlineData("GET", "models")]
    [InlineData("POST", "models")]
    [InlineData("GET", "models/1")]
    [InlineData("PUT", "models/1")]
    [InlineData("DELETE", "models/1")]
    [InlineData("GET", "syncs")]
    [InlineData("POST", "syncs")]
    [InlineData("GET", "syncs/1")]
    [InlineData("PUT", "syncs/1")]
    [InlineData("PATCH", "syncs/1/enable")]
    [InlineData("DELETE", "syncs/1")]
    [InlineData("GET", "syncs/configurations")]
    [InlineData("GET", "syncs/1/sync_runs")]
    [InlineData("GET", "syncs/1/sync_runs/1")]
    [InlineData("GET", "syncs/1/sync_runs/1/sync_records")]
    [InlineData("POST", "schedule_syncs")]
    [InlineData("DELETE", "schedule_syncs/1")]
    [InlineData("GET", "reports")]
    [InlineData("GET", "users/me")]
    [InlineData("GET", "workspaces")]
    [InlineData("GET", "/enterprise/api/v1/roles")]
    [InlineData("POST", "/enterprise/api/v1/syncs/1/test")]
    public async Task Without_a_token_each_endpoint_answers_401_with_an_error_item(string method, string path)
    {
        var answer = await SquaredApi.SendAsync(platform, new HttpMethod(method), path, null, "1");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(("401", "Error"), (answer.At("$.errors[0].status"), answer.At("$.errors[0].title")));
        Assert.NotNull(answer.At("$.errors[0].detail"));
    }

    [Theory]
    [InlineData("no header", null)]
    [InlineData("a workspace that is not there", "999999")]
    [InlineData("no number", "nonsense")]
    public async Task A_workspace_that_is_not_named_or_not_the_callers_is_400_with_a_pointer(string rule, string? workspace)
    {
        var answer = await SquaredApi.SendAsync(platform, HttpMethod.Get, "connectors", await _api.TokenAsync(), workspace);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, rule);
        Assert.Equal(("400", "Bad Request"), (answer.At("$.errors[0].status"), answer.At("$.errors[0].title")));
        Assert.Contains("Workspace not found", answer.At("$.errors[0].detail"), StringComparison.Ordinal);
        Assert.Equal("/request/payload", answer.At("$.errors[0].source.pointer"));
    }

    [Fact]
    public async Task The_workspace_of_another_user_is_400()
    {
        var stranger = await SquaredApi.StrangerAsync(platform);

        var answer = await SquaredApi.SendAsync(platform, HttpMethod.Get, "syncs", await _api.TokenAsync(), stranger.Workspace);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task What_is_in_one_workspace_is_not_in_another()
    {
        var (mine, theirs) = (await SquaredApi.NewWorkspaceAsync(platform), await SquaredApi.NewWorkspaceAsync(platform));
        var id = await mine.NewSourceAsync();

        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync($"connectors/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"connectors/{id}")).Status);
        Assert.Empty((await theirs.GetAsync("connectors")).List);
    }

    [Theory]
    [InlineData("viewer", "GET", "connectors", null, HttpStatusCode.OK)]
    [InlineData("viewer", "GET", "models", null, HttpStatusCode.OK)]
    [InlineData("viewer", "GET", "syncs", null, HttpStatusCode.OK)]
    [InlineData("viewer", "GET", "reports?type=workspace_activity", null, HttpStatusCode.OK)]
    [InlineData("viewer", "GET", "connector_definitions", null, HttpStatusCode.OK)]
    [InlineData("viewer", "GET", "/enterprise/api/v1/roles", null, HttpStatusCode.OK)]
    [InlineData("viewer", "POST", "connectors/SHOP/query_source", """{"query": "SELECT 1 AS one"}""", HttpStatusCode.OK)]
    [InlineData("viewer", "POST", "connector_definitions/check_connection", "{}", HttpStatusCode.Forbidden)]
    [InlineData("viewer", "POST", "connectors", "{}", HttpStatusCode.Forbidden)]
    [InlineData("viewer", "DELETE", "connectors/SHOP", null, HttpStatusCode.Forbidden)]
    [InlineData("viewer", "POST", "models", "{}", HttpStatusCode.Forbidden)]
    [InlineData("viewer", "POST", "syncs", "{}", HttpStatusCode.Forbidden)]
    [InlineData("viewer", "POST", "schedule_syncs", "{}", HttpStatusCode.Forbidden)]
    [InlineData("viewer", "PUT", "workspaces/1", "{}", HttpStatusCode.Forbidden)]
    [InlineData("member", "POST", "connectors", "{}", HttpStatusCode.BadRequest)]
    [InlineData("member", "POST", "models", "{}", HttpStatusCode.BadRequest)]
    [InlineData("member", "POST", "syncs", "{}", HttpStatusCode.BadRequest)]
    [InlineData("member", "POST", "connector_definitions/check_connection", "{}", HttpStatusCode.BadRequest)]
    [InlineData("member", "PUT", "workspaces/1", "{}", HttpStatusCode.Forbidden)]
    [InlineData("member", "DELETE", "workspaces/1", null, HttpStatusCode.Forbidden)]
    public async Task A_role_may_do_what_it_is_for(string role, string method, string path, string? body, HttpStatusCode expected)
    {
        var api = await _api.AsAsync(role);

        var answer = await api.SendAsync(
            new HttpMethod(method), path.Replace("SHOP", await _api.ShopAsync(), StringComparison.Ordinal), body);

        Assert.Equal(expected, answer.Status);
        if (expected == HttpStatusCode.Forbidden)
            Assert.Equal("403", answer.At("$.errors[0].status"));
    }

    [Theory]
    [InlineData("connectors/1/nothing")]
    [InlineData("reports/workspace_activity")]
    public async Task A_path_that_is_not_there_is_404_with_an_error_item(string path)
    {
        var answer = await _api.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("404", answer.At("$.errors[0].status"));
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_400()
    {
        var answer = await _api.PostAsync("connectors", "{");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotNull(answer.Body?["errors"]);
    }

    [Theory]
    [InlineData("GET", "models/model-000000", "prediction_model_not_found")]
    [InlineData("DELETE", "models/model-000000", "prediction_model_not_found")]
    [InlineData("PUT", "models/model-000000", "path_not_found")]
    public async Task An_api_key_at_an_address_that_another_product_shares_means_the_other(string method, string path, string code)
    {
        var answer = await SquaredApi.SendAsync(platform, new HttpMethod(method), path, "df_test_demo_key", null);

        Assert.Equal((HttpStatusCode.NotFound, code), (answer.Status, answer.At("$.error.code")));
    }
}
