using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Emulator.Tests.Http;

public sealed record Order(string Sku, int Quantity);

public static class InputFunctions
{
    [Function("PocoTrigger")]
    public static IResult PocoTrigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "poco-trigger")] Order? order) =>
        Given(order);

    [Function("PocoParameter")]
    public static IResult PocoParameter(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "poco-parameter")] HttpRequest request, Order? order) =>
        Given(order ?? (object?)(request.ContentLength is null ? "no body" : null));

    [Function("Bound")]
    public static IResult Bound(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "bound")] HttpRequest request, [FromBody] Order order) =>
        TypedResults.Text($"{order.Sku} {order.Quantity} {request.Method}");

    [Function("BoundNullable")]
    public static IResult BoundNullable(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "bound-nullable")] HttpRequest request, [FromBody] Order? order) =>
        Given(order ?? (object)request.Method);

    [Function("MvcBound")]
    public static IResult MvcBound(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mvc-bound")] HttpRequest request,
        [Microsoft.AspNetCore.Mvc.FromBody] Order? order) =>
        Given(order ?? (object?)(request.ContentLength is null ? "no body" : null));

    [Function("Unconstrained")]
    public static IResult Unconstrained(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "unconstrained/{n}")] HttpRequest request, int n) =>
        TypedResults.Text($"{n} {request.Method}");

    [Function("Queried")]
    public static IResult Queried(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "queried")] HttpRequest request, [FromQuery] int? page, string? name) =>
        TypedResults.Text(
            $"{page?.ToString() ?? "null"} {name ?? "null"} {string.Join('|', request.Query["tag"].ToArray())} {request.Query["ids[]"]}");

    [Function("Echo")]
    public static async Task<IResult> Echo([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "echo")] HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return TypedResults.Text($"{request.ContentType} {request.ContentLength} {await reader.ReadToEndAsync()}");
    }

    private static ContentHttpResult Given(object? value) => TypedResults.Text(value is null ? "null" : $"{value}");
}

public sealed class InputTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync(typeof(InputFunctions));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("/poco-trigger")]
    [InlineData("/poco-parameter")]
    [InlineData("/mvc-bound")]
    public async Task An_object_is_bound_from_no_body_unless_the_workers_own_attribute_asks(string path) =>
        Assert.Equal((HttpStatusCode.OK, "null"), await PostAsync(path, """{"sku":"a","quantity":1}"""));

    [Theory]
    [InlineData("""{"sku":"a","quantity":1}""")]
    [InlineData("""{"SKU":"a","Quantity":1}""")]
    public async Task From_body_reads_json_whatever_the_case_of_its_names(string json) =>
        Assert.Equal((HttpStatusCode.OK, "a 1 POST"), await PostAsync("/bound", json));

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("{", "application/json")]
    [InlineData("""{"sku":"a","quantity":"many"}""", "application/json")]
    [InlineData("""{"sku":"a","quantity":1}""", "text/plain")]
    public async Task From_body_answers_500_to_what_it_cannot_read(string body, string contentType)
    {
        Assert.Equal((HttpStatusCode.InternalServerError, ""), await PostAsync("/bound", body, contentType));
        Assert.Equal((HttpStatusCode.InternalServerError, ""), await PostAsync("/bound-nullable", body, contentType));
    }

    [Fact]
    public async Task A_route_value_that_does_not_convert_is_an_empty_500()
    {
        Assert.Equal("7 GET", await _app.Client.GetStringAsync("/unconstrained/7"));
        Assert.Equal((HttpStatusCode.InternalServerError, ""), await GetAsync("/unconstrained/abc"));
    }

    [Theory]
    [InlineData("/queried", "null null  ")]
    [InlineData("/queried?page=3&name=x", "3 x  ")]
    [InlineData("/queried?tag=a&tag=b", "null null a|b ")]
    [InlineData("/queried?ids[]=5", "null null  5")]
    [InlineData("/queried?name=", "null   ")]
    [InlineData("/queried?name=a%2Bb+c", "null a+b c  ")]
    public async Task Parameters_are_bound_from_the_query_by_name(string path, string answer) =>
        Assert.Equal((HttpStatusCode.OK, answer), await GetAsync(path));

    [Fact]
    public async Task A_query_value_that_does_not_convert_is_an_empty_500() =>
        Assert.Equal((HttpStatusCode.InternalServerError, ""), await GetAsync("/queried?page=many"));

    [Fact]
    public async Task A_get_may_carry_a_body()
    {
        var body = new StringContent("{}", Encoding.UTF8, "application/json");

        var response = await _app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/echo") { Content = body });

        Assert.Equal("application/json; charset=utf-8 2 {}", await response.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        var response = await _app.Client.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body, string contentType = "application/json")
    {
        var response = await _app.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, contentType));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
