using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Emulator.Tests.Http;

public static class RequestFunctions
{
    [Function("Headers")]
    public static IResult Headers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "headers")] HttpRequest request) =>
        TypedResults.Text(string.Join(
        '\n', request.Headers.Select(header => $"{header.Key.ToLowerInvariant()}: {string.Join(" & ", header.Value.ToArray())}")));

    [Function("Upload")]
    public static async Task<IResult> Upload([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "upload")] HttpRequest request)
    {
        if (request.Query.ContainsKey("unlimited"))
            request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        try
        {
            return TypedResults.Text($"{await CountAsync(request.Body)}");
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException exception)
        {
            return TypedResults.StatusCode(exception.StatusCode);
        }
    }

    [Function("Form")]
    public static async Task<IResult> Form([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "form")] HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        return TypedResults.Text($"{form["name"]} {form.Files[0].Length}");
    }

    private static async Task<long> CountAsync(Stream body)
    {
        var (buffer, total) = (new byte[1 << 16], 0L);
        while (await body.ReadAsync(buffer) is > 0 and var read)
            total += read;
        return total;
    }
}

public sealed class RequestTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync(typeof(RequestFunctions));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Headers_that_are_sent_twice_arrive_as_one_value()
    {
        var response = await SendAsync("X-Twice: 1", "X-Twice: 2", "Cookie: a=1", "Cookie: b=2");

        Assert.Contains("\nx-twice: 1, 2\n", response, StringComparison.Ordinal);
        Assert.Contains("\ncookie: a=1; b=2\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_of_the_client_pass_but_its_word_on_where_it_comes_from()
    {
        var response = await SendAsync(
            "Authorization: Bearer x", "X-Workspace-ID: 13", "traceparent: 00-1-2-01", "X-Forwarded-For: 10.0.0.1");

        Assert.Contains("\nauthorization: Bearer x\n", response, StringComparison.Ordinal);
        Assert.Contains("\nx-workspace-id: 13\n", response, StringComparison.Ordinal);
        Assert.Contains("\ntraceparent: 00-1-2-01\n", response, StringComparison.Ordinal);
        Assert.Contains("x-ms-invocation-id: ", response, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.1", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9_000, 200, 414)]
    [InlineData(10, 9_000, 200)]
    [InlineData(10, 33_000, 431)]
    public async Task Long_addresses_and_headers_are_refused(int path, int header, int status)
    {
        var response = await RawHttp.SendAsync(
            _app.Client.BaseAddress!,
            $"GET /headers?q={new string('x', path)} HTTP/1.1", "Host: here", "Connection: close", $"X-Long: {new string('x', header)}");

        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(29_000_000, "/upload", HttpStatusCode.OK)]
    [InlineData(31_000_000, "/upload", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(31_000_000, "/upload?unlimited", HttpStatusCode.OK)]
    [InlineData(110_000_000, "/upload?unlimited", HttpStatusCode.InternalServerError)]
    public async Task A_body_stops_at_the_limit_of_the_worker_and_then_at_that_of_the_host(int length, string path, HttpStatusCode status)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(new byte[length]),
            Headers = { ExpectContinue = true },
        };

        var response = await _app.Client.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.OK)
            Assert.Equal($"{length}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_that_does_not_say_its_length_stops_at_the_limit_of_the_host()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/upload?unlimited")
        {
            Content = new ByteArrayContent(new byte[110_000_000]),
            Headers = { TransferEncodingChunked = true },
        };

        Assert.False(await SucceedsAsync(request));
    }

    [Fact]
    public async Task The_limit_can_be_lifted_for_all_requests()
    {
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null),
            [],
            typeof(RequestFunctions));

        var response = await app.Client.PostAsync("/upload", new ByteArrayContent(new byte[31_000_000]));

        Assert.Equal("31000000", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_form_with_a_large_file_is_read()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("n"), "name" },
            { new ByteArrayContent(new byte[20_000_000]), "file", "f.bin" },
        };

        var response = await _app.Client.PostAsync("/form", form);

        Assert.Equal("n 20000000", await response.Content.ReadAsStringAsync());
    }

    /// <summary>A client that still sends may see the connection close before it reads the refusal.</summary>
    private async Task<bool> SucceedsAsync(HttpRequestMessage request)
    {
        try
        {
            return (await _app.Client.SendAsync(request)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Task<string> SendAsync(params string[] headers) =>
        RawHttp.SendAsync(_app.Client.BaseAddress!, ["GET /headers HTTP/1.1", "Host: here", "Connection: close", .. headers]);
}
