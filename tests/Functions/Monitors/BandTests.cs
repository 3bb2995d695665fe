using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fixtures;
using FunctionsPlatform.Tests.Api;

namespace FunctionsPlatform.Tests.Monitors;

/// <summary>What the learnt band finds, and what it leaves alone, in series whose anomalies are known.</summary>
[Collection(nameof(ShopPlatform))]
public sealed class BandTests(ShopPlatform shop)
{
    private const int Learning = 24 * 28;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static double Daily(DateTimeOffset at) => 200 * Math.Sin(2 * Math.PI * at.Hour / 24d);

    private static double Weekly(DateTimeOffset at) => at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? -300 : 0;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Hours_with_days_weeks_and_a_trend(int seed)
    {
        var series = new Series(seed, 24 * 7 * 8, Hour, (at, index) => 1_000 + (0.2 * index) + Daily(at) + (Weekly(at) * (at.Hour is > 8 and < 18 ? 1 : 0.2)), 20, anomalies: 30, learning: Learning);

        var (recall, falsePositives) = Score(series, await BackTestAsync(series, Learning));

        Assert.True(recall >= 0.9, $"recall {recall:P1}");
        Assert.True(falsePositives <= 0.01, $"false positives {falsePositives:P2}");
    }

    [Fact]
    public async Task Days_with_weeks()
    {
        var series = new Series(4, 365, TimeSpan.FromDays(1), (at, _) => 5_000 + (4 * Weekly(at)), 100, anomalies: 12, learning: 60);

        var (recall, falsePositives) = Score(series, await BackTestAsync(series, 60));

        Assert.True(recall >= 0.9, $"recall {recall:P1}");
        Assert.True(falsePositives <= 0.01, $"false positives {falsePositives:P2}");
    }

    [Fact]
    public async Task A_value_that_is_usual_at_noon_is_an_anomaly_at_night()
    {
        var series = new Series(5, 24 * 10, Hour, (at, _) => at.Hour is >= 8 and < 20 ? 1_000 : 100, 10);
        series.Values[^1] = (series.Values[^1].At, 1_000);

        var judged = await BackTestAsync(series, 24 * 7);

        Assert.Equal(23, series.Values[^1].At.Hour);
        Assert.Equal([series.Values.Length - 1], Found(judged));
        Assert.InRange(judged[^1]!["band"]!["expected"]!.GetValue<double>(), 50, 150);
    }

    [Fact]
    public async Task Normal_noise_alone_is_left_alone_at_each_sensitivity_by_its_measure()
    {
        var series = new Series(6, 1_500, Hour, (_, _) => 500, 25);

        var found = new List<int>();
        foreach (var sensitivity in new[] { "low", "medium", "high" })
            found.Add(Found(await BackTestAsync(series, 100, sensitivity)).Count());

        Assert.True(found[0] <= found[1] && found[1] <= found[2], string.Join(", ", found));
        Assert.InRange(found[0], 0, 1);
        Assert.InRange(found[1], 0, 4);
        Assert.InRange(found[2], 0, 20);
    }

    [Fact]
    public async Task A_series_that_never_moved_is_judged_by_a_share_of_its_level()
    {
        var series = new Series(7, 60, Hour, (_, _) => 1_000, 0);
        (series.Values[50].Value, series.Values[55].Value) = (1_005, 1_100);

        Assert.Equal([55], Found(await BackTestAsync(series, 20)));
    }

    [Fact]
    public async Task Too_few_values_are_not_judged()
    {
        var judged = await BackTestAsync(new Series(8, 30, Hour, (_, _) => 10, 1), 25);

        Assert.All(judged.Take(25), point => Assert.Null(point!["band"]));
        Assert.All(judged.Skip(25), point => Assert.NotNull(point!["band"]));
    }

    [Theory]
    [InlineData("""{"series": []}""")]
    [InlineData("""{"series": [{"at": "2026-01-02T00:00:00Z", "value": 1}, {"at": "2026-01-01T00:00:00Z", "value": 1}]}""")]
    [InlineData("""{"series": [{"at": "2026-01-02T00:00:00Z", "value": 1}], "min_points": 2}""")]
    [InlineData("""{"series": [{"at": "2026-01-02T00:00:00Z", "value": 1}], "time_zone": "Mars"}""")]
    public async Task A_bad_series_is_refused(string body)
    {
        using var response = await shop.SendAsync(HttpMethod.Post, "/api/v1/monitors/backtest", JsonNode.Parse(body));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    private async Task<JsonArray> BackTestAsync(Series series, int minPoints, string sensitivity = "medium")
    {
        var body = new { series = series.Values.Select(point => new { at = point.At, value = point.Value }), min_points = minPoints, sensitivity };
        using var response = await shop.SendAsync(HttpMethod.Post, "/api/v1/monitors/backtest", JsonContent.Create(body));
        var answer = await response.JsonAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ToJsonString());
        return answer["points"]!.AsArray();
    }

    private static IEnumerable<int> Found(JsonArray judged) => judged.Index().Where(point => point.Item!["anomaly"]!.GetValue<bool>()).Select(point => point.Index);

    private static (double Recall, double FalsePositives) Score(Series series, JsonArray judged)
    {
        var found = Found(judged).ToHashSet();
        var innocent = judged.Count(point => point!["band"] is not null) - series.Planted.Count;
        return ((double)found.Count(series.Planted.Contains) / series.Planted.Count, (double)found.Count(at => !series.Planted.Contains(at)) / innocent);
    }
}
