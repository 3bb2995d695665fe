using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Fixtures;

namespace FunctionsPlatform.Tests.Api;

public sealed class OpenApiTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    [Fact]
    public async Task The_document_that_is_checked_in_is_the_one_that_is_served()
    {
        var served = await platform.Client.GetStringAsync("/openapi.json");
        var checkedIn = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "openapi.json"));

        Assert.True(
            served == checkedIn,
            "docs/openapi.json is not what the app serves. Start the app and run: curl -s http://localhost:7071/openapi.json > docs/openapi.json");
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_every_component_is_used()
    {
        var document = JsonNode.Parse(await platform.Client.GetStringAsync("/openapi.json"))!;
        var references = References(document).ToHashSet();
        var components = document["components"]!["schemas"]!.AsObject().Select(component => $"#/components/schemas/{component.Key}").ToHashSet();

        Assert.Equal(components.Order(), references.Order());
        Assert.NotEmpty(components);
    }

    [Fact]
    public async Task Every_operation_has_an_id_of_its_own_and_errors_in_the_shape_of_its_api()
    {
        var document = JsonNode.Parse(await platform.Client.GetStringAsync("/openapi.json"))!;
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(verb => verb.Value!).ToArray();

        Assert.Equal(operations.Length, operations.Select(operation => operation.At("$.operationId")).Distinct().Count());
        Assert.All(operations, operation => Assert.NotNull(operation["responses"]!["500"]));
        Assert.Equal(
            "#/components/schemas/AiForDatabaseError",
            document["paths"]!["/v1/queries"]!["post"]!["responses"]!["502"]!["content"]!["application/json"]!["schema"]!["$ref"]!.ToString());
    }

    [Fact]
    public async Task The_document_is_sent_once_to_who_keeps_it()
    {
        using var first = await platform.Client.GetAsync("/openapi.json");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi.json");
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));
        using var second = await platform.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_page_asks_nothing_of_other_servers()
    {
        using var response = await platform.Client.GetAsync("/docs");
        var page = await response.Content.ReadAsStringAsync();

        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity")]
    public async Task The_pages_script_comes_from_here_packed_or_not(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/docs/scalar.js") { Headers = { AcceptEncoding = { new(encoding) } } };
        using var response = await platform.Client.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(encoding == "gzip" ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        Assert.Equal(encoding == "gzip", bytes is [0x1F, 0x8B, ..]);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" ? [member.Value!.ToString()] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
