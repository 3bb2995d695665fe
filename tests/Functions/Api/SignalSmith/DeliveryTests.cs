using System.Net;
using System.Text.Json.Nodes;
using Fixtures;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

/// <summary>Runs that go to their end. Of the shop's three users one has no e-mail address, which is the key, and one a name that the destination refuses.</summary>
[Collection(nameof(SmithPlatform))]
public sealed class DeliveryTests(SmithPlatform platform)
{
    [Fact]
    public async Task Every_row_of_a_run_is_accounted_for()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = await workspace.NewSyncAsync();

        var run = await FinishedAsync(workspace, sync, "trigger");
        var rows = (await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs/{run.At("$.id")}/rows"))).AsArray();
        var rejected = await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs/{run.At("$.id")}/rows?status=rejected&page_size=1"));
        var created = (await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs/{run.At("$.id")}/rows?operation=create&status=accepted"))).AsArray();

        Assert.Equal(
            ("completed", "partially_succeeded", "3", "1", "2"),
            (run.At("$.status"), run.At("$.progress.stage"), run.At("$.rows_processed"), run.At("$.rows_created"), run.At("$.rows_failed")));
        Assert.NotEqual("", run.At("$.error"));
        Assert.Equal(["name_refused", "primary_key_null"], run["row_errors"]!.AsArray().Select(error => error.At("$.code")).Order());
        Assert.Equal(3, rows.Count);
        Assert.Equal(("1", "2"), ($"{rejected["data"]!.AsArray().Count}", rejected.At("$.pagination.total")));
        var ada = Assert.Single(created)!;
        Assert.Equal(("accepted", "create", "ada@example.com", "", ""), (ada.At("$.status"), ada.At("$.operation"), ada["data"]!["email"]!.GetValue<string>(), ada.At("$.error_code"), ada.At("$.error")));
        Assert.Equal(("active", run.At("$.error")), await StatusAsync(workspace, sync));
    }

    [Fact]
    public async Task A_dry_run_shows_what_a_run_would_do_and_does_nothing()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = await workspace.NewSyncAsync();

        var dry = await FinishedAsync(workspace, sync, "dry-run");

        Assert.Equal(("completed", "2", "0"), (dry.At("$.status"), dry.At("$.progress.rows_to_create"), dry.At("$.rows_created")));
        Assert.Equal(["=Eve", "Ada"], dry["samples"]!["created"]!.AsArray().Select(row => row.At("$.full_name")).Order(StringComparer.Ordinal));
        Assert.Null((await BodyAsync(workspace.GetAsync($"/syncs/{sync}"))).At("$.last_synced_at"));
    }

    [Fact]
    public async Task What_was_delivered_is_not_sent_again_until_the_sync_begins_anew()
    {
        var workspace = await platform.NewWorkspaceAsync();
        var sync = await workspace.NewSyncAsync();
        await FinishedAsync(workspace, sync, "trigger");

        var second = await FinishedAsync(workspace, sync, "trigger");
        var reset = await BodyAsync(workspace.PostAsync($"/syncs/{sync}/reset"));
        var third = await FinishedAsync(workspace, sync, "trigger");

        Assert.Equal(("1", "0"), (second.At("$.progress.rows_unchanged"), second.At("$.rows_created")));
        Assert.Equal(sync, reset.At("$.id"));
        Assert.Equal("1", third.At("$.rows_created"));
        await ErrorAsync(workspace.PostAsync($"/syncs/{sync}/reset", new { everything = true }), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("status=lost")]
    [InlineData("status=rejected,accepted")]
    [InlineData("operation=upsert")]
    [InlineData("page=0")]
    public async Task A_question_for_rows_that_cannot_be_answered_is_400(string query)
    {
        var (workspace, _, _) = await platform.SharedAsync();

        await ErrorAsync(workspace.GetAsync($"/syncs/{Guid.Empty}/runs/{Guid.Empty}/rows?{query}"), HttpStatusCode.BadRequest);
        await ErrorAsync(workspace.GetAsync($"/syncs/{Guid.Empty}/runs/{Guid.Empty}/rows"), HttpStatusCode.NotFound);
    }

    private static async Task<JsonNode> FinishedAsync(SmithWorkspace workspace, string sync, string how)
    {
        var run = await BodyAsync(workspace.PostAsync($"/syncs/{sync}/{how}"), HttpStatusCode.Created);
        return await Eventually.ValueAsync(async () =>
        {
            var now = await BodyAsync(workspace.GetAsync($"/syncs/{sync}/runs/{run.At("$.id")}"));
            return now.At("$.completed_at") is null ? null : now;
        });
    }

    private static async Task<(string?, string?)> StatusAsync(SmithWorkspace workspace, string sync)
    {
        var body = await BodyAsync(workspace.GetAsync($"/syncs/{sync}"));
        return (body.At("$.status"), body.At("$.status_error"));
    }
}
