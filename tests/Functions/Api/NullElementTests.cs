using System.Net;
using System.Text;
using Fixtures;
using FunctionsPlatform.Access;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Api;

/// <summary>A null among the values of a body is the caller's mistake in every API, told with its place.</summary>
[Collection(nameof(ShopPlatform))]
public sealed class NullElementTests(ShopPlatform shop)
{
    [Theory]
    [InlineData("afdb_test_", "/v1/dashboards", """{"name": "x", "widgets": [{"type": "text", "content": "a", "position": {"x": 0, "y": 0, "w": 1, "h": 1}}, null]}""", "$.widgets[1]")]
    [InlineData("df_test_", "/api/v1/datasets", """{"name": "x", "source": {"type": "rows", "rows": [{"a": 1}, null]}}""", "$.source.rows[1]")]
    [InlineData("df_test_", "/api/v1/datasets", """{"name": "x", "source": {"type": "rows", "rows": [{"a": 1}]}, "columns": [null]}""", "$.columns[0]")]
    [InlineData("df_test_", "/api/v1/webhooks", """{"url": "https://example.com/hook", "events": [null]}""", "$.events[0]")]
    [InlineData("df_test_", "/api/v1/models", """{"name": "x", "type": "classification", "target": "a", "data": {"columns": ["a", null], "rows": [[1, 2]]}}""", "$.data.columns[1]")]
    [InlineData("df_test_", "/api/v1/models", """{"name": "x", "type": "endpoint", "endpoint": {"url": "https://example.com", "headers": {"X-Key": null}}}""", "$.endpoint.headers.X-Key")]
    [InlineData("sk_test_", "/api/v1/workspaces/WORKSPACE/api-keys", """{"name": "x", "scopes": [null]}""", "$.scopes[0]")]
    [InlineData("sk_test_", "/api/v1/workspaces/WORKSPACE/metrics", """{"connection_id": "01936f00-0000-7000-8000-000000000001", "name": "x", "table": "orders", "aggregate": "count", "filters": [null]}""", "$.filters[0]")]
    public async Task It_is_refused_with_its_place(string kind, string path, string body, string place)
    {
        var key = await shop.App.Services.GetRequiredService<ApiKeys>().CreateAsync(new NewApiKey(shop.Workspace, "Nulls", kind, Roles.Owner), default);
        var address = path.Replace("WORKSPACE", shop.Workspace.ToString(), StringComparison.Ordinal);

        using var response = await shop.SendAsync(HttpMethod.Post, address, new StringContent(body, Encoding.UTF8, "application/json"), key.Value.Secret);

        var answer = (await response.JsonAsync()).ToJsonString();
        Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, answer);
        Assert.Contains(place, answer, StringComparison.Ordinal);
    }
}
