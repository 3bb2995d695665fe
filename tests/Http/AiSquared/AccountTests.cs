using System.Net;
using Fixtures;

namespace Http.Tests.AiSquared;

[Collection(nameof(RunningPlatform))]
public sealed class AccountTests(RunningPlatform platform)
{
    private readonly SquaredApi _api = new(platform);

    [Fact]
    public async Task Signing_up_answers_201_and_the_user_as_administrator()
    {
        var email = NewEmail();

        var answer = await AnonymousAsync(HttpMethod.Post, "signup", SquaredApi.SignUp(email));

        Assert.Equal((HttpStatusCode.Created, "users"), (answer.Status, answer.At("$.data.type")));
        Assert.Equal(
            ["name", "email", "created_at", "role", "status", "invitation_created_at", "invitation_due_at", "email_verification_enabled"],
            answer.Attributes.AsObject().Select(attribute => attribute.Key));
        Assert.Equal((email, "Admin", "active"), (answer.Attributes.At("$.email"), answer.Attributes.At("$.role"), answer.Attributes.At("$.status")));
        Assert.DoesNotContain(SquaredApi.Password, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signed_up_signs_in_and_has_a_workspace()
    {
        var api = await SquaredApi.NewWorkspaceAsync(platform);

        Assert.Equal("Test Company", (await api.GetAsync($"workspaces/{api.Workspace}")).Attributes.At("$.name"));
    }

    [Theory]
    [InlineData("no letter case", "lower-case-1")]
    [InlineData("no small letter", "UPPER-CASE-1")]
    [InlineData("no digit", "No-digits-here")]
    [InlineData("nothing special", "NothingSpecial1")]
    [InlineData("too short", "Sh0rt-!")]
    public async Task A_weak_password_is_422(string rule, string password)
    {
        var answer = await AnonymousAsync(HttpMethod.Post, "signup", SquaredApi.SignUp(NewEmail(), password));

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, $"{rule}: {answer.Text}");
        Assert.NotNull(answer.At("$.errors[0].source.password"));
    }

    [Fact]
    public async Task A_password_of_more_than_128_characters_is_422() => Assert.Equal(
        HttpStatusCode.UnprocessableEntity,
        (await AnonymousAsync(HttpMethod.Post, "signup", SquaredApi.SignUp(NewEmail(), "Aa1-" + new string('x', 125)))).Status);

    [Theory]
    [InlineData("nothing at all", "{}", "email")]
    [InlineData("an address that is none", """{"name": "x", "email": "nobody", "password": "Correct-1", "password_confirmation": "Correct-1", "company_name": "x"}""", "email")]
    [InlineData("passwords that differ", """{"name": "x", "email": "a@example.com", "password": "Correct-1", "password_confirmation": "Correct-2", "company_name": "x"}""", "password_confirmation")]
    [InlineData("no company", """{"name": "x", "email": "a@example.com", "password": "Correct-1", "password_confirmation": "Correct-1"}""", "company_name")]
    [InlineData("no name", """{"email": "a@example.com", "password": "Correct-1", "password_confirmation": "Correct-1", "company_name": "x"}""", "name")]
    public async Task Signing_up_has_a_contract(string rule, string body, string field)
    {
        var answer = await AnonymousAsync(HttpMethod.Post, "signup", body);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{rule}: {answer.Text}");
        Assert.NotNull(answer.At($"$.errors.{field}[0]"));
    }

    [Fact]
    public async Task An_address_has_one_account()
    {
        var email = NewEmail();
        await AnonymousAsync(HttpMethod.Post, "signup", SquaredApi.SignUp(email));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AnonymousAsync(HttpMethod.Post, "signup", SquaredApi.SignUp(email))).Status);
    }

    [Fact]
    public async Task Who_is_signed_in_is_told()
    {
        var answer = await _api.GetAsync("users/me");

        Assert.Equal((HttpStatusCode.OK, "users", "demo@example.com", "Demo User", "Admin"), (
            answer.Status, answer.At("$.data.type"), answer.Attributes.At("$.email"), answer.Attributes.At("$.name"), answer.Attributes.At("$.role")));
    }

    [Fact]
    public async Task Who_signs_out_is_out()
    {
        var api = await SquaredApi.NewWorkspaceAsync(platform);

        Assert.Equal("Successfully logged out", (await api.DeleteAsync("logout")).At("$.message"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync("users/me")).Status);
    }

    [Theory]
    [InlineData("no mail is sent", "POST", "forgot_password", """{"email": "demo@example.com"}""", HttpStatusCode.FailedDependency)]
    [InlineData("an address that is none", "POST", "forgot_password", """{"email": "nobody"}""", HttpStatusCode.BadRequest)]
    [InlineData("no address", "POST", "forgot_password", "{}", HttpStatusCode.BadRequest)]
    [InlineData("accounts need no confirmation", "POST", "resend_verification", """{"email": "demo@example.com"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("no address to send to", "POST", "resend_verification", "{}", HttpStatusCode.BadRequest)]
    [InlineData("no token of confirmation is right", "GET", "verify_user?confirmation_token=x", null, HttpStatusCode.UnprocessableEntity)]
    [InlineData("no token of confirmation", "GET", "verify_user", null, HttpStatusCode.BadRequest)]
    [InlineData("no token of a mail is right", "POST", "reset_password", """{"reset_password_token": "x", "password": "Correct-horse-2", "password_confirmation": "Correct-horse-2"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("new passwords that differ", "POST", "reset_password", """{"reset_password_token": "x", "password": "Correct-horse-2", "password_confirmation": "Correct-horse-3"}""", HttpStatusCode.BadRequest)]
    [InlineData("no new password", "POST", "reset_password", """{"reset_password_token": "x"}""", HttpStatusCode.BadRequest)]
    public async Task What_needs_a_mail_is_refused_and_says_why(string rule, string method, string path, string? body, HttpStatusCode expected)
    {
        var answer = await AnonymousAsync(new HttpMethod(method), path, body);

        Assert.True(answer.Status == expected, $"{rule}: {answer.Text}");
        Assert.NotNull(answer.Body?["errors"]);
    }

    [Fact]
    public async Task Nobody_learns_who_has_an_account() => Assert.Equal(
        (await AnonymousAsync(HttpMethod.Post, "resend_verification", """{"email": "demo@example.com"}""")).Text,
        (await AnonymousAsync(HttpMethod.Post, "resend_verification", """{"email": "nobody@example.com"}""")).Text);

    [Fact]
    public async Task Roles_are_three_with_their_permissions()
    {
        var answer = await _api.GetAsync("/enterprise/api/v1/roles");

        Assert.Equal(["Admin", "Member", "Viewer"], answer.List.Select(role => role.At("$.attributes.role_name")));
        Assert.All(answer.List, role => Assert.Equal("roles", role.At("$.type")));
        var viewer = answer.List[2]!["attributes"]!["policies"]!["permissions"]!;
        Assert.Equal("""{"read":true,"create":false,"update":false,"delete":false}""", viewer["connector"]!.ToJsonString());
        Assert.Equal(
            ["sync", "user", "model", "report", "sync_run", "connector", "workspace", "sync_record", "connector_definition", "data_app", "audit_logs", "alerts",
             "billing", "sso", "eula", "assistant", "workflow"],
            viewer.AsObject().Select(resource => resource.Key));
        Assert.Equal("false", answer.List[1].At("$.attributes.policies.permissions.workspace.update"));
    }

    private Task<Answer> AnonymousAsync(HttpMethod method, string path, string? body) => SquaredApi.SendAsync(platform, method, path, null, null, body);

    private static string NewEmail() => $"{SquaredApi.Unique("person")}@example.com";
}
