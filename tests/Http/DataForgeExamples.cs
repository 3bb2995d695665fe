using System.Net;
using Fixtures;

namespace Http.Tests;

/// <summary>The printed examples of DataForge AI's document, datasets and data query.</summary>
[Collection(nameof(RunningPlatform))]
public sealed class DataForgeExamples(RunningPlatform platform)
{
    private const string Key = "df_test_demo_key";

    [Fact]
    public async Task Returns_a_list_of_all_datasets()
    {
        var listed = await (await platform.SendAsync(HttpMethod.Get, "/api/v1/datasets", Key)).JsonAsync();

        Assert.Contains(listed["data"]!.AsArray(), dataset => dataset.At("$.id") == "ds-123456" && dataset.At("$.name") == "sales");
    }

    [Fact]
    public async Task Returns_details_for_a_specific_dataset()
    {
        var dataset = await (await platform.SendAsync(HttpMethod.Get, "/api/v1/datasets/ds-123456", Key)).JsonAsync();

        Assert.Equal("ready", dataset.At("$.status"));
        Assert.Equal("date date", $"{dataset.At("$.columns[0].name")} {dataset.At("$.columns[0].type")}");
        Assert.InRange(long.Parse(dataset.At("$.row_count")!), 3_000, 100_000);
        Assert.True(double.Parse(dataset.At("$.quality_score")!) > 90);
    }

    [Fact]
    public async Task Creates_a_dataset()
    {
        var name = $"made {Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal)}";
        var created = await platform.SendAsync(HttpMethod.Post, "/api/v1/datasets", Key, new { name, source = new { type = "rows", rows = new object[] { new { a = 1 } } } });

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await platform.SendAsync(HttpMethod.Delete, $"/api/v1/datasets/{(await created.JsonAsync()).At("$.id")}", Key)).StatusCode);
    }

    [Fact]
    public async Task Execute_a_query_against_a_dataset()
    {
        var response = await platform.SendAsync(
            HttpMethod.Post, "/api/v1/query", Key, new { dataset_id = "ds-123456", query = "SELECT * FROM sales WHERE date >= '2023-01-01'", limit = 1000 });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.JsonAsync();
        Assert.Equal("ds-123456 1000 true", $"{answer.At("$.dataset_id")} {answer.At("$.row_count")} {answer.At("$.truncated")}");
        Assert.All(answer["rows"]!.AsArray(), row => Assert.True(string.CompareOrdinal((string)row![0]!, "2023-01-01") >= 0));
    }

    [Fact]
    public async Task A_key_is_asked_for() => Assert.Equal(HttpStatusCode.Unauthorized, (await platform.SendAsync(HttpMethod.Get, "/api/v1/datasets", null)).StatusCode);
}
