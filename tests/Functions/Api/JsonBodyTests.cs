using System.ComponentModel.DataAnnotations;
using System.Text;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Tests.Api;

public sealed class JsonBodyTests
{
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("nonsense")]
    public async Task Another_content_type_is_refused(string contentType)
    {
        var error = (await ReadAsync("""{"name":"a"}""", contentType)).Error;

        Assert.Equal(ErrorKind.UnsupportedMediaType, error.Kind);
        Assert.Contains("application/json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/vnd.api+json")]
    public async Task Json_is_read_under_each_of_its_names_and_without_one(string? contentType) =>
        Assert.Equal("a", (await ReadAsync("""{"name":"a"}""", contentType)).Value.Name);

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    [InlineData("\uFEFF")]
    public async Task An_empty_body_is_told_to_be_one(string body) =>
        Assert.Equal(RequestErrors.EmptyBody, (await ReadAsync(body)).Error);

    [Theory]
    [InlineData("{\"name\": \"a\",\n  \"widgets\": [{\"type\": qq}]}", "$.widgets[0].type", "line 2, byte 24")]
    [InlineData("{\"name\": \"a\"", "$", "line 1")]
    [InlineData("{\"name\": \"a\"} x", "$", "line 1")]
    public async Task What_is_not_json_is_told_with_its_place(string body, string path, string place)
    {
        var error = (await ReadAsync(body)).Error;

        Assert.Equal(ErrorKind.Malformed, error.Kind);
        Assert.Equal(path, Assert.Single(error.Fields!).Path);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_value_of_a_wrong_type_is_told_with_its_path_and_what_is_expected()
    {
        var error = (await ReadAsync("""{"name": 5, "port": "many", "color": "mauve", "widgets": [{"type": true}, 7], "since": "then"}""")).Error;

        Assert.Equal(ErrorKind.Malformed, error.Kind);
        Assert.Equal(
            ["$.color", "$.name", "$.port", "$.since", "$.widgets[0].type", "$.widgets[1]"],
            error.Fields!.Select(field => field.Path).Order(StringComparer.Ordinal));
        Assert.Contains(error.Fields!, field => field is { Path: "$.color", Message: "Must be one of dark_red, blue, not this text." });
    }

    [Theory]
    [InlineData("""{"name": "a", "nmae": "b"}""", "$.nmae", "Unknown here; known are name, port, color, widgets, since, headers.")]
    [InlineData("""{"name": "a", "name": "b"}""", "$.name", "Given more than once.")]
    [InlineData("""{"name": null}""", "$.name", "Must not be null.")]
    [InlineData("""[1]""", "$", "Must be an object, not an array.")]
    [InlineData("""null""", "$", "Must be an object, not null.")]
    public async Task Unknown_repeated_and_null_values_are_refused(string body, string path, string message)
    {
        var error = (await ReadAsync(body)).Error;

        Assert.Equal(ErrorKind.Malformed, error.Kind);
        Assert.Contains(new FieldError(path, message), error.Fields!);
    }

    [Fact]
    public async Task A_missing_value_is_invalid_rather_than_malformed()
    {
        var error = (await ReadAsync("{}")).Error;

        Assert.Equal(ErrorKind.Invalid, error.Kind);
        Assert.Equal([new FieldError("$.name", "Is required.")], error.Fields);
    }

    [Fact]
    public async Task All_broken_rules_are_told_at_once()
    {
        var error = (await ReadAsync("""{"name": "toolong", "port": 70000, "widgets": [{"type": "metric"}, {"type": ""}]}""")).Error;

        Assert.Equal(ErrorKind.Invalid, error.Kind);
        Assert.Equal(
            ["$.name", "$.port", "$.since", "$.widgets[1].type"],
            error.Fields!.Select(field => field.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"name": "a", "widgets": [null]}""", "$.widgets[0]")]
    [InlineData("""{"name": "a", "widgets": [{"type": "x"}, null]}""", "$.widgets[1]")]
    [InlineData("""{"name": "a", "widgets": [{"type": "x", "rows": [[1], null]}]}""", "$.widgets[0].rows[1]")]
    [InlineData("""{"name": "a", "headers": {"X-Key": null}}""", "$.headers.X-Key")]
    public async Task A_null_among_values_is_refused_before_the_records_own_rules_meet_it(string body, string path)
    {
        var error = (await ReadAsync(body)).Error;

        Assert.Equal(ErrorKind.Invalid, error.Kind);
        Assert.Equal([new FieldError(path, "Must not be null.")], error.Fields);
    }

    [Fact]
    public async Task A_null_among_values_is_fine_where_they_are_declared_so() =>
        Assert.Equal([1, null], (await ReadAsync("""{"name": "a", "widgets": [{"type": "x", "rows": [[1, null]]}]}""")).Value.Widgets![0].Rows![0]);

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        var body = "{\"name\": " + new string('[', 5000) + new string(']', 5000) + "}";

        Assert.Equal(ErrorKind.Malformed, (await ReadAsync(body)).Error.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_whether_or_not_it_tells_its_length(bool tellsLength)
    {
        var body = $$"""{"name": "{{new string('a', 2000)}}"}""";

        var error = (await ReadAsync(body, "application/json", limit: 1000, tellsLength)).Error;

        Assert.Equal(ErrorKind.TooLarge, error.Kind);
        Assert.Contains("1,000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_no_utf8_is_refused()
    {
        byte[] body = [.. "{\"name\": \""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal(ErrorKind.Malformed, (await JsonBody.ReadAsync<Sample>(Request(body, null, true), 1000, default)).Error.Kind);
    }

    [Fact]
    public async Task A_property_whose_name_is_half_a_character_is_refused() =>
        Assert.Equal(ErrorKind.Malformed, (await ReadAsync("{\"name\": 5, \"\\ud800\": 1}")).Error.Kind);

    [Fact]
    public async Task Of_very_many_failures_only_the_first_are_told()
    {
        var body = "{" + string.Join(",", Enumerable.Range(0, 5_000).Select(n => $"\"p{n}\":1")) + "}";

        Assert.InRange((await ReadAsync(body)).Error.Fields!.Count, 1, 200);
    }

    private static Task<Result<Sample>> ReadAsync(string body, string? contentType = "application/json", long limit = 100_000, bool tellsLength = true) =>
        JsonBody.ReadAsync<Sample>(Request(Encoding.UTF8.GetBytes(body), contentType, tellsLength), limit, CancellationToken.None);

    private static HttpRequest Request(byte[] body, string? contentType, bool tellsLength)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = contentType;
        request.ContentLength = tellsLength ? body.Length : null;
        request.Body = new MemoryStream(body);
        return request;
    }

    private enum Color
    {
        DarkRed,
        Blue,
    }

    private sealed record Sample(
        [property: StringLength(5)] string Name,
        [property: Range(1, 65535)] int Port = 1,
        Color Color = Color.Blue,
        IReadOnlyList<Widget>? Widgets = null,
        DateTimeOffset? Since = null,
        IReadOnlyDictionary<string, string>? Headers = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Widgets?.Any(widget => widget.Type.Length > 10) == true || Headers?.Values.Any(value => value.Length > 10) == true)
                yield return new ValidationResult("Must be short.", [nameof(Widgets)]);
            if (Widgets is { Count: > 1 } && Since is null)
                yield return new ValidationResult("Must be given with several widgets.", [nameof(Since)]);
        }
    }

    private sealed record Widget([property: MinLength(1)] string Type, IReadOnlyList<int?[]>? Rows = null);
}
