using System.Net;
using Fixtures;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Tests.Api;

/// <summary>What a language model wrote and the database refused goes back to it once, with the database's words.</summary>
[Collection(nameof(ShopPlatform))]
public sealed class RepairTests(ShopPlatform shop)
{
    [Fact]
    public async Task In_place()
    {
        shop.Model.Answers("repairable", request => request.Failure is null ? "SELECT nme FROM users WHERE id = 1" : "SELECT name FROM users WHERE id = 1");
        var (key, connection) = await NewWorkspaceAsync();

        var response = await shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question = "repairable", connection_id = connection }, key);

        Assert.Equal("""[["Ada"]]""", (await response.JsonAsync())["data"]!["results"]!["rows"]!.ToJsonString());
        var repair = shop.Model.Requests.Last(request => request.Question == "repairable").Failure!;
        Assert.Equal("SELECT nme FROM users WHERE id = 1", repair.Sql);
        Assert.Contains("nme", repair.DatabaseMessage);
    }

    [Fact]
    public async Task In_the_background()
    {
        shop.Model.Answers("repairable behind", request => request.Failure is null ? "SELECT nme FROM users" : "SELECT name FROM users WHERE id = 1");
        var (key, connection) = await NewWorkspaceAsync();
        var dw = (await (await shop.SendAsync(HttpMethod.Post, "/v1/dw", new { connection_id = connection }, key)).JsonAsync()).At("$.dw_id");

        var asked = await shop.SendAsync(HttpMethod.Post, $"/v1/dw/{dw}/questions", new { question = "repairable behind" }, key);

        var path = $"/v1/dw/{dw}/questions/{(await asked.JsonAsync()).At("$.question_id")}/results";
        var body = await Eventually.ValueAsync(
            async () => await (await shop.SendAsync(HttpMethod.Get, path, key: key)).JsonAsync() is var read && read.At("$.state") is "COMPLETED" or "FAILED" ? read : null);
        Assert.Equal("""{"state":"COMPLETED","results":{"dataframe":[["name"],["Ada"]]}}""", body.ToJsonString());
    }

    [Fact]
    public async Task Only_once()
    {
        shop.Model.Answers("hopeless", "SELECT nme FROM users");
        var (key, connection) = await NewWorkspaceAsync();

        var response = await shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question = "hopeless", connection_id = connection }, key);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(2, shop.Model.Requests.Count(request => request.Question == "hopeless"));
    }

    private async Task<(string Key, string? Connection)> NewWorkspaceAsync()
    {
        var (_, key) = await shop.NewWorkspaceAsync(translator: Translators.LanguageModel);
        var created = await shop.SendAsync(HttpMethod.Post, "/v1/connections", new { type = "sqlite", name = "Shop", database = "shop.db" }, key);
        return (key, (await created.JsonAsync()).At("$.data.connection_id"));
    }
}
