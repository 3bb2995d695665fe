using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Fixtures;
using FunctionsPlatform.Access;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Api;

public sealed class SessionTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private const string Password = "Correct-horse-1";

    [Fact]
    public async Task Signing_in_answers_a_token_resource_and_signing_out_ends_it()
    {
        using var response = await SignInAsync(await NewUserAsync(), Password);
        var body = await response.JsonAsync();
        var token = body.At("$.data.attributes.token")!;
        using var user = platform.App.ClientWith(token);

        using var before = await user.GetAsync("/v1/queries");
        using var signedOut = await user.DeleteAsync("/api/v1/logout");
        using var after = await user.GetAsync("/v1/queries");
        using var again = await user.PostAsync("/api/v1/logout", null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("token", body.At("$.data.type"));
        Assert.Equal(token, body.At("$.data.id"));
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.OK, signedOut.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answer()
    {
        using var wrong = await SignInAsync(await NewUserAsync(), "not-it-at-all");
        using var unknown = await SignInAsync("nobody@example.com", Password);

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(await wrong.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
        Assert.Equal("Invalid login credentials, please try again", (await wrong.JsonAsync()).At("$.errors[0].detail"));
        Assert.Equal("401", (await wrong.JsonAsync()).At("$.errors[0].status"));
    }

    [Theory]
    [InlineData("""{"email": "", "password": "x"}""", "$.errors.email[0]")]
    [InlineData("""{"email": "a@example.com"}""", "$.errors.password[0]")]
    [InlineData("""{"email": 7, "password": "x"}""", "$.errors.email[0]")]
    public async Task A_bad_body_is_400_with_messages_by_parameter(string json, string path)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await platform.Client.PostAsync("/api/v1/login", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await response.JsonAsync()).At(path));
    }

    [Fact]
    public async Task Signing_out_without_a_token_is_401()
    {
        using var response = await platform.Client.DeleteAsync("/api/v1/logout");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private Task<HttpResponseMessage> SignInAsync(string email, string password) =>
        platform.Client.PostAsJsonAsync("/api/v1/login", new { email, password });

    private async Task<string> NewUserAsync()
    {
        var email = $"{RandomNumberGenerator.GetHexString(8)}@example.com";
        var workspace = await platform.App.NewWorkspaceAsync();
        var user = (await platform.App.Services.GetRequiredService<Users>().CreateAsync(email, "Test", Password, default)).Value;
        await platform.App.Services.GetRequiredService<Rosters>().AddAsync(Team.Of(workspace.Id), user.Id, Roles.Owner, default);
        return email;
    }
}
