using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class SlackApi : Vendor
{
    private readonly List<string> _messages = [];

    public override Manifest Manifest { get; } = BuiltIn("slack");

    public override JsonObject Configuration => new() { ["base_url"] = $"{Api.Url}/api", ["api_token"] = Good, ["channel_id"] = "C0GENERAL" };

    public override string Credential => "api_token";

    public override string Version => "Slack Subarachnoid Workspace";

    public override string Stream => "messages";

    public override RowOperations Operation => RowOperations.Append;

    public override string[] Key => [];

    public override ResultColumn[] Columns { get; } = Rows.Columns(("text", ColumnKind.Text), ("channel", ColumnKind.Text));

    public override object?[][] GoodRows => [["one", null], ["two", "C0OTHER"], ["three", null]];

    public override object?[] BadRow => ["lost", "C0NONE"];

    public override (string Code, string Message) Complaint => ("channel_not_found", "channel_not_found");

    public override bool IsRepeatable => false;

    public override IEnumerable<string> Kept => _messages;

    public override string[] Expected => ["C0GENERAL: one", "C0OTHER: two", "C0GENERAL: three"];

    protected override ApiReply Answer(ApiCall call)
    {
        if (call.Header("Authorization") != $"Bearer {Good}")
            return ApiReply.Json("""{"ok":false,"error":"invalid_auth"}""");
        if (call.Path == "/api/auth.test")
            return ApiReply.Json("""{"ok":true,"url":"https://subarachnoid.slack.com/","team":"Subarachnoid Workspace","user":"grace","team_id":"T12345678"}""");
        var channel = call.Json["channel"]!.ToString();
        if (channel == "C0NONE")
            return ApiReply.Json("""{"ok":false,"error":"channel_not_found"}""");
        _messages.Add($"{channel}: {call.Json["text"]}");
        return ApiReply.Json("""{"ok":true,"channel":"C0GENERAL","ts":"1503435956.000247"}""");
    }
}

public sealed class SlackTests : VendorConformance<SlackApi>
{
    [Fact]
    public async Task Messages_go_one_a_second()
    {
        await WriteAsync(Vendor.GoodRows);

        Assert.Equal(TimeSpan.FromSeconds(2), Clock.Waited); // before the second and the third
    }

    [Fact]
    public async Task A_failure_in_which_the_message_may_have_been_posted_is_not_followed_by_a_second_one()
    {
        await using var writer = await OpenAsync();
        Vendor.Api.Faults.Enqueue(_ => ApiReply.Json("""{"ok":false,"error":"fatal_error"}"""));

        var rejection = Assert.Single(await writer.WriteAsync(Rows.Batch(RowOperations.Append, ["one", null]), CancellationToken.None));

        Assert.True(rejection.IsOutcomeUnknown);
        Assert.Empty(Vendor.Kept);
    }
}
