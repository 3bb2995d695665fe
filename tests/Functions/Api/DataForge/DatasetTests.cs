using System.Net;
using System.Net.Http.Json;
using System.Text;
using Fixtures;

namespace FunctionsPlatform.Tests.Api.DataForge;

[Collection(nameof(ForgePlatform))]
public sealed class DatasetTests(ForgePlatform platform)
{
    [Fact]
    public async Task Rows_in_the_body_become_a_table_of_the_datasets_name()
    {
        var created = await ForgePlatform.ReadAsync(await platform.PostAsync("/api/v1/datasets", new
        {
            name = "sales",
            description = "Two days",
            source = new { type = "rows", rows = new object[] { new { date = "2023-01-01", amount = 12.5, paid = true, note = "a" }, new { date = "2022-12-31", amount = 7, paid = false } } },
        }));
        var id = created.At("$.id")!;

        Assert.StartsWith("ds-", id);
        Assert.Equal("ready", created.At("$.status"));
        Assert.Equal("2", created.At("$.row_count"));
        Assert.Equal(["date:date:False", "amount:decimal:False", "paid:boolean:False", "note:text:True"],
            created["columns"]!.AsArray().Select(column => $"{column.At("$.name")}:{column.At("$.type")}:{bool.Parse(column.At("$.nullable")!)}"));

        var answer = await ForgePlatform.ReadAsync(await platform.QueryAsync(id, "SELECT * FROM sales WHERE date >= '2023-01-01'"));
        Assert.Equal(["dataset_id", "columns", "rows", "row_count", "truncated", "execution_time_ms"], answer.AsObject().Select(member => member.Key));
        Assert.Equal("""[["2023-01-01",12.5,true,"a"]]""", answer["rows"]!.ToJsonString());
        Assert.Equal("1", answer.At("$.row_count"));
        Assert.Equal("false", answer.At("$.truncated"));
    }

    [Fact]
    public async Task Types_are_those_that_read_every_value()
    {
        var created = await platform.MadeOfAsync("types", """
            whole,code,money,number,day,moment,instant,clock,id,flag,json,words,empty
            1,007,1.50,1e3,2023-01-31,2023-01-31T10:00:00,2023-01-31T10:00:00Z,10:30,0198c0de-0000-7000-8000-000000000001,true,"{""a"":1}",x,
            -20,123,20.25,0.1234567,2024-02-29,2023-01-31 10:00,2023-01-31T12:00:00+02:00,11:00:30,0198c0de-0000-7000-8000-000000000002,false,"{""a"":2}","a, ""quoted""
            line",
            """);

        Assert.Equal(
            "integer text decimal float date timestamp timestamp_tz time uuid boolean text text text",
            string.Join(' ', created["columns"]!.AsArray().Select(column => column.At("$.type"))));
        Assert.Equal(
            """[[-20,"123",20.25,0.1234567,"2024-02-29","2023-01-31T10:00:00","2023-01-31T10:00:00Z","11:00:30","0198c0de-0000-7000-8000-000000000002",false,"{\"a\":2}","a, \"quoted\"\nline",null]]""",
            await platform.RowsAsync(created.At("$.id")!, "SELECT * FROM types WHERE whole < 0"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_by_row_and_column()
    {
        var csv = new StringBuilder("id,amount,day\n");
        for (var row = 1; row <= 100; row++)
            csv.Append(row switch { 17 => "17,abc,2023-01-01\n", 40 => "40,4\n", 41 => "41,4.5,2023-02-30\n", _ => $"{row},{row}.5,2023-01-01\n" });

        var refused = await platform.SendFileAsync(HttpMethod.Post, "/api/v1/datasets", Encoding.UTF8.GetBytes(csv.ToString()), "odd.csv");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var error = (await refused.JsonAsync())["error"]!;
        Assert.Equal("dataset_values_unreadable", error.At("$.code"));
        Assert.Equal(["row 17, column amount", "row 40", "row 41, column day"], error["details"]!.AsArray().Select(detail => detail.At("$.path")));
        Assert.DoesNotContain("abc", error.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("odd", (await ForgePlatform.ReadAsync(await platform.Client.GetAsync("/api/v1/datasets?limit=100")))["data"]!.AsArray().Select(dataset => dataset.At("$.name")));
    }

    [Fact]
    public async Task What_cannot_be_read_becomes_null_where_that_is_asked_for()
    {
        var csv = new StringBuilder("id,amount\n");
        for (var row = 1; row <= 60; row++)
            csv.Append(row switch { 17 => "17,abc\n", 40 => "40,4,5\n", _ => $"{row},{row}\n" });

        var created = await platform.MadeOfAsync("odd nulls", csv.ToString(), ("on_error", "null"));

        Assert.Equal("59", created.At("$.import.rows_read"));
        Assert.Equal("1", created.At("$.import.broken_rows"));
        Assert.Equal("1", created.At("$.import.unreadable_values"));
        Assert.Equal("""[{"row":17,"column":"amount","reason":"Is no whole number, or one too large."},{"row":40,"column":null,"reason":"The line has too many fields."}]""", created["import"]!["problems"]!.ToJsonString());
        Assert.Equal("[[59,58]]", await platform.RowsAsync(created.At("$.id")!, "SELECT count(*), count(amount) FROM \"odd nulls\""));
    }

    [Fact]
    public async Task Declared_types_and_formats_are_heeded()
    {
        var created = await platform.MadeOfAsync(
            "declared",
            "zip;born;paid\n01234;31/01/2020;NA\n99999;01/02/2021;1,5\n",
            ("delimiter", ";"), ("null_text", "NA"), ("columns", """[{"name": "zip", "type": "integer"}, {"name": "born", "type": "date", "format": "%d/%m/%Y"}]"""), ("on_error", "null"));

        Assert.Equal("""[[null,"2020-01-31",null],[99999,"2021-02-01","1,5"]]""", await platform.RowsAsync(created.At("$.id")!, "SELECT * FROM declared ORDER BY born"));
        Assert.Equal("row 1 zip", $"row {created.At("$.import.problems[0].row")} {created.At("$.import.problems[0].column")}");
    }

    [Fact]
    public async Task Rows_are_added_to_those_that_are_there()
    {
        var id = (await platform.MadeOfAsync("growing", "day,amount\n2023-01-01,1\n")).At("$.id")!;

        var more = await ForgePlatform.ReadAsync(await platform.PostAsync($"/api/v1/datasets/{id}/rows", new { rows = new object[] { new { amount = 2 }, new { day = "2023-01-02", amount = "3" } } }));
        Assert.Equal("3", more.At("$.row_count"));
        Assert.Equal("2", more.At("$.version"));
        Assert.Equal("[[3,6,2]]", await platform.RowsAsync(id, "SELECT count(*), sum(amount), count(day) FROM growing"));

        var unknown = await platform.PostAsync($"/api/v1/datasets/{id}/rows", new { rows = new object[] { new { price = 2 } } });
        Assert.Equal("dataset_columns_invalid", (await unknown.JsonAsync()).At("$.error.code"));
        var unreadable = await platform.PostAsync($"/api/v1/datasets/{id}/rows", new { rows = new object[] { new { amount = 2 }, new { amount = "two" } } });
        Assert.Equal("row 2, column amount", (await unreadable.JsonAsync()).At("$.error.details[0].path"));
        Assert.Equal("[[3]]", await platform.RowsAsync(id, "SELECT count(*) FROM growing"));
    }

    [Fact]
    public async Task Content_is_replaced_as_a_new_version()
    {
        var id = (await platform.MadeOfAsync("replaced", "a\n1\n2\n")).At("$.id")!;

        var replaced = await ForgePlatform.ReadAsync(await platform.SendFileAsync(HttpMethod.Put, $"/api/v1/datasets/{id}", "b,c\nx,1\n"u8.ToArray(), "new.csv"));
        var renamed = await ForgePlatform.ReadAsync(await platform.Client.PutAsJsonAsync($"/api/v1/datasets/{id}", new { name = "replaced twice", source = new { type = "rows", rows = new object[] { new { d = 5 } } } }));

        Assert.Equal("2", replaced.At("$.version"));
        Assert.Equal("3", renamed.At("$.version"));
        Assert.Equal("[[5]]", await platform.RowsAsync(id, "SELECT * FROM \"replaced twice\""));
        Assert.Equal("dataset_table_unknown", (await (await platform.QueryAsync(id, "SELECT * FROM replaced")).JsonAsync()).At("$.error.code"));
    }

    [Fact]
    public async Task Json_keeps_its_types()
    {
        const string lines = """
            {"n": 1, "digits": "123", "when": "2023-01-01", "list": [1, 2], "mixed": 1, "a.b": true}
            {"n": 2.5, "digits": "456", "list": null, "mixed": "x"}

            """;

        var created = await ForgePlatform.ReadAsync(await platform.SendFileAsync(HttpMethod.Post, "/api/v1/datasets", Encoding.UTF8.GetBytes(lines), "lines.jsonl", ("name", "json_lines")));

        Assert.Equal("decimal text date json text boolean", string.Join(' ', created["columns"]!.AsArray().Select(column => column.At("$.type"))));
        Assert.Equal("""[[1.0,"123","2023-01-01","[1, 2]","1",true]]""", (await platform.RowsAsync(created.At("$.id")!, "SELECT * FROM json_lines LIMIT 1")).Replace("[1,2]", "[1, 2]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_profile_tells_nulls_ranges_outliers_and_duplicates()
    {
        var csv = new StringBuilder("n,word\n");
        for (var row = 0; row < 99; row++)
            csv.Append(row % 50).Append(',').Append(row % 2 == 0 ? "even" : "").Append('\n');
        csv.Append("100000,odd\n");

        var quality = (await platform.MadeOfAsync("profiled", csv.ToString()))["quality"]!;

        Assert.Equal("49", quality.At("$.duplicate_rows"));
        Assert.Equal("0", quality.At("$.columns[0].nulls"));
        Assert.Equal("0", quality.At("$.columns[0].minimum"));
        Assert.Equal("100000", quality.At("$.columns[0].maximum"));
        Assert.Equal("1", quality.At("$.columns[0].outliers"));
        Assert.Equal("49", quality.At("$.columns[1].nulls"));
        Assert.Equal("2", quality.At("$.columns[1].distinct"));
        Assert.Equal("77.8", quality.At("$.score"));
    }

    [Fact]
    public async Task Datasets_are_listed_named_once_and_deleted()
    {
        var id = (await platform.MadeOfAsync("brief", "a\n1\n")).At("$.id")!;

        Assert.Equal("dataset_exists", (await (await platform.SendFileAsync(HttpMethod.Post, "/api/v1/datasets", "a\n1\n"u8.ToArray(), "BRIEF.csv")).JsonAsync()).At("$.error.code"));
        var listed = await ForgePlatform.ReadAsync(await platform.Client.GetAsync("/api/v1/datasets?limit=1"));
        Assert.NotNull(listed.At("$.pagination.next_cursor"));

        Assert.Equal(HttpStatusCode.NoContent, (await platform.Client.DeleteAsync($"/api/v1/datasets/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.Client.GetAsync($"/api/v1/datasets/{id}")).StatusCode);
        Assert.Equal("ready", (await platform.MadeOfAsync("brief", "a\n1\n")).At("$.status"));
    }

    [Fact]
    public async Task Another_workspace_sees_nothing_of_a_dataset()
    {
        var id = (await platform.MadeOfAsync("private", "a\n1\n")).At("$.id")!;
        using var stranger = platform.App.ClientOf(await platform.App.NewWorkspaceAsync());
        var own = await (await stranger.PostAsJsonAsync("/api/v1/datasets", new { name = "mine", source = new { type = "rows", rows = new object[] { new { a = 1 } } } })).JsonAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/datasets/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/datasets/{id}/preview")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.DeleteAsync($"/api/v1/datasets/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync("/api/v1/query", new { dataset_id = id, query = "SELECT 1" })).StatusCode);
        var reached = await stranger.PostAsJsonAsync("/api/v1/query", new { dataset_id = own.At("$.id"), query = "SELECT * FROM private" });
        Assert.Equal("dataset_table_unknown", (await reached.JsonAsync()).At("$.error.code"));
    }
}
