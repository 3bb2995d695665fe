using System.Buffers.Text;
using System.Text;
using FunctionsPlatform.Api.Dialects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FunctionsPlatform.Tests.Api;

public sealed class DialectResolverTests
{
    private const string OwnJwt = "{\"iss\":\"http://localhost:7071\"}";
    private const string Firebase = "{\"iss\":\"https://securetoken.google.com/some-project\"}";
    private const string Uuid = "550e8400-e29b-41d4-a716-446655440000";

    [Theory]
    [InlineData("/v1/health", "connecty")]
    [InlineData("/V1/Auth/Token/", "connecty")]
    [InlineData("/v1/dw/13/questions", "connecty")]
    [InlineData("/v1/queries", "ai-for-database")]
    [InlineData("/v1/team/members/mem_1", "ai-for-database")]
    [InlineData("/api/v1/connections/conn_1/test", "ai-for-database")]
    [InlineData("/api/webhooks/wf_abc123", "ai-for-database")]
    [InlineData("/api/v1/login", "ai-squared")]
    [InlineData("/api/v1/syncs/1/sync_runs/2/sync_records", "ai-squared")]
    [InlineData("/enterprise/api/v1/roles", "ai-squared")]
    [InlineData("/up", "ai-squared")]
    [InlineData("/v1/track", "signalsmith")]
    [InlineData("/api/v1/organizations/x/workspaces", "signalsmith")]
    [InlineData("/api/v1/workspaces/" + Uuid + "/syncs", "signalsmith")]
    [InlineData("/api/v1/datasets/ds-123456", "dataforge")]
    [InlineData("/api/v1/query", "dataforge")]
    [InlineData("/api/v1/models/model-123456/predict", "dataforge")]
    [InlineData("/api/v1/queriesx", "ai-for-database")]
    [InlineData("/nowhere", "ai-for-database")]
    public void A_path_of_one_api_alone_decides(string path, string expected) =>
        Assert.Equal(expected, Resolve(path));

    [Theory]
    [InlineData("GET", "/api/v1/models", null, null, "ai-squared")]
    [InlineData("GET", "/api/v1/models", OwnJwt, null, "ai-squared")]
    [InlineData("GET", "/api/v1/models", "df_test_demo_key", null, "dataforge")]
    [InlineData("GET", "/api/v1/models", null, "Workspace-Id", "ai-squared")]
    [InlineData("GET", "/api/v1/models/model-123456", null, null, "dataforge")]
    [InlineData("GET", "/api/v1/models/7", "df_test_demo_key", null, "ai-squared")]
    [InlineData("POST", "/api/v1/models", "df_test_demo_key", null, "dataforge")]
    [InlineData("GET", "/api/v1/dashboards", null, null, "dataforge")]
    [InlineData("GET", "/api/v1/dashboards", "afdb_test_demo_key", null, "ai-for-database")]
    [InlineData("GET", "/api/v1/dashboards/dash_1", null, null, "ai-for-database")]
    [InlineData("PATCH", "/api/v1/dashboards/1", "df_test_demo_key", null, "ai-for-database")]
    [InlineData("GET", "/api/v1/workspaces", null, null, "ai-squared")]
    [InlineData("GET", "/api/v1/workspaces", Firebase, null, "signalsmith")]
    [InlineData("GET", "/api/v1/workspaces", OwnJwt, null, "ai-squared")]
    [InlineData("GET", "/api/v1/workspaces", "sk_test_demo_key", null, "signalsmith")]
    [InlineData("GET", "/api/v1/workspaces", null, "X-Workspace-ID", "signalsmith")]
    [InlineData("GET", "/api/v1/workspaces/" + Uuid, null, null, "signalsmith")]
    [InlineData("GET", "/api/v1/workspaces/1", OwnJwt, null, "ai-squared")]
    public void On_a_shared_path_credential_header_and_id_decide(string method, string path, string? credential, string? header, string expected) =>
        Assert.Equal(expected, Resolve(path, method, credential, header));

    [Theory]
    [InlineData("api.dataforge.ai", "/api/v1/models", "dataforge")]
    [InlineData("acme.signalsmith.io", "/api/v1/workspaces", "signalsmith")]
    [InlineData("signalsmith.io.evil.example", "/api/v1/workspaces", "ai-squared")]
    [InlineData("api.dataforge.ai", "/v1/queries", "ai-for-database")]
    [InlineData("api.dataforge.ai", "/", "dataforge")]
    public void A_configured_host_decides_where_the_path_does_not(string host, string path, string expected) =>
        Assert.Equal(expected, Resolve(path, host: host, hosts: "api.dataforge.ai=dataforge; *.signalsmith.io=signalsmith"));

    [Fact]
    public void A_host_map_that_names_no_dialect_is_refused_at_once()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Resolve("/", hosts: "api.dataforge.ai=dataforged"));

        Assert.Contains("dataforge", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a.!.c")]
    [InlineData("a.bnVsbA.c")]
    [InlineData("{\"iss\":\"\\ud800\"}")]
    public void A_token_that_is_none_does_no_harm(string token) =>
        Assert.Equal("ai-squared", Resolve("/api/v1/workspaces", credential: token));

    private static string Resolve(
        string path, string method = "GET", string? credential = null, string? header = null, string host = "localhost", string? hosts = null)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path, request.Host) = (method, path, new HostString(host));
        if (credential is not null)
            request.Headers.Authorization = "Bearer " + (credential.StartsWith('{') ? $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(credential))}.sig" : credential);
        if (header is not null)
            request.Headers[header] = "1";
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(DialectResolver.HostsSetting, hosts)]).Build();
        return new DialectResolver(settings).Resolve(request).Name;
    }
}
