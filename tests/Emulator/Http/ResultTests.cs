using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Tests.Http;

public sealed class ResultFunctions
{
    [Function("Action")]
    public static IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "action")] HttpRequest request) =>
        new OkObjectResult(new Order(request.Method, 1));

    [Function("Result")]
    public static async Task<IResult> Result([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "result")] HttpRequest request)
    {
        await Task.Yield();
        return TypedResults.Json(new Order(request.Method, 2), statusCode: StatusCodes.Status201Created);
    }

    [Function("Problem")]
    public static IResult Problem([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "problem")] HttpRequest request) =>
        TypedResults.Problem($"No {request.Path}", statusCode: StatusCodes.Status422UnprocessableEntity);

    [Function("Text")]
    public static string Text([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "text")] HttpRequest request) => request.Method;

    [Function("Object")]
    public static ValueTask<Order> Object([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "object")] HttpRequest request) =>
        new(new Order(request.Method, 3));

    [Function("Nothing")]
    public static void Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nothing")] HttpRequest request) => _ = request;

    [Function("NothingLater")]
    public static Task NothingLater([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nothing-later")] HttpRequest request) =>
        request.HttpContext.Response.WriteAsync("written by hand");

    [Function("Throws")]
    public static IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws")] HttpRequest request)
    {
        request.HttpContext.Response.Headers["X-Before"] = "kept";
        throw new InvalidOperationException("secret");
    }

    [Function("ThrowsLate")]
    public static async Task ThrowsLate([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws-late")] HttpRequest request)
    {
        await request.HttpContext.Response.WriteAsync("part");
        await request.HttpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("on purpose");
    }

    [Function("WritesSynchronously")]
    public static IActionResult WritesSynchronously(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "writes-synchronously")] HttpRequest request)
    {
        request.HttpContext.Response.Body.Write("x"u8);
        return new EmptyResult();
    }

    [Function("Status")]
    public static IResult Status(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "status/{code:int}")] HttpRequest request, int code)
    {
        var response = request.HttpContext.Response;
        response.Headers.Location = "/elsewhere";
        response.Headers.ETag = "\"v1\"";
        response.Headers.RetryAfter = "7";
        response.Headers.Append("X-Many", "one");
        response.Headers.Append("X-Many", "two");
        response.Cookies.Append("a", "1");
        response.Cookies.Append("b", "2");
        return TypedResults.StatusCode(code);
    }

    [Function("File")]
    public static IActionResult File([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "file")] HttpRequest request) =>
        new FileStreamResult(new MemoryStream(new byte[1234]), "text/csv") { FileDownloadName = $"{request.Method}.csv" };

    [Function("Events")]
    public static IResult Events(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "events")] HttpRequest request, CancellationToken cancellationToken)
    {
        return TypedResults.ServerSentEvents(Letters(), request.Method);

        async IAsyncEnumerable<string> Letters()
        {
            yield return "a";
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}

public sealed class ResultTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync(typeof(ResultFunctions));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("/action", HttpStatusCode.OK, "application/json", """{"sku":"GET","quantity":1}""")]
    [InlineData("/result", HttpStatusCode.Created, "application/json", """{"sku":"GET","quantity":2}""")]
    public async Task Results_are_executed_and_json_is_camel_case(string path, HttpStatusCode status, string contentType, string body)
    {
        var response = await _app.Client.GetAsync(path);

        Assert.Equal((status, contentType), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_object_result_is_sent_in_chunks_and_a_file_with_its_length()
    {
        var response = await _app.Client.GetAsync("/action", HttpCompletionOption.ResponseHeadersRead);
        var file = await _app.Client.GetAsync("/file");

        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal(1234, file.Content.Headers.ContentLength);
        Assert.Equal("GET.csv", file.Content.Headers.ContentDisposition?.FileName);
    }

    [Fact]
    public async Task A_problem_is_problem_json()
    {
        var response = await _app.Client.GetAsync("/problem");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/text")]
    [InlineData("/object")]
    [InlineData("/nothing")]
    public async Task What_is_no_result_is_not_written(string path)
    {
        var response = await _app.Client.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_function_may_write_the_response_itself() =>
        Assert.Equal("written by hand", await _app.Client.GetStringAsync("/nothing-later"));

    [Fact]
    public async Task An_exception_is_an_empty_500_with_the_headers_set_before()
    {
        var response = await _app.Client.GetAsync("/throws");

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(["kept"], response.Headers.GetValues("X-Before"));
    }

    [Fact]
    public async Task An_exception_after_the_first_flush_cuts_the_body_short()
    {
        var response = await RawHttp.SendAsync(_app.Client.BaseAddress!, "GET /throws-late HTTP/1.1", "Host: here");

        Assert.StartsWith("HTTP/1.1 200 OK", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n4\r\npart\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writing_synchronously_is_refused() =>
        Assert.Equal(HttpStatusCode.InternalServerError, (await _app.Client.GetAsync("/writes-synchronously")).StatusCode);

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(302)]
    [InlineData(304)]
    [InlineData(402)]
    [InlineData(418)]
    [InlineData(422)]
    [InlineData(429)]
    public async Task Status_and_headers_arrive_as_sent(int code)
    {
        var response = await _app.Client.GetAsync($"/status/{code}");

        Assert.Equal(code, (int)response.StatusCode);
        Assert.Equal(("/elsewhere", "\"v1\""), (response.Headers.Location?.OriginalString, response.Headers.ETag?.Tag));
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
        Assert.Equal(["one", "two"], response.Headers.GetValues("X-Many"));
        Assert.Equal(["a=1; path=/", "b=2; path=/"], response.Headers.GetValues("Set-Cookie"));
    }

    [Fact]
    public async Task Events_arrive_one_by_one()
    {
        using var stream = await _app.Client.GetStreamAsync("/events");
        using var reader = new StreamReader(stream);

        Assert.Equal("event: GET", await reader.ReadLineAsync());
        Assert.Equal("data: a", await reader.ReadLineAsync());
    }
}
