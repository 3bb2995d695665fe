using System.Net;
using Fixtures;
using FunctionsPlatform.Tests.Api.SignalSmith;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Webhooks;
using static FunctionsPlatform.Tests.Api.SignalSmith.SmithWorkspace;

namespace FunctionsPlatform.Tests.Webhooks;

/// <summary>The ends of sync runs are told.</summary>
[Collection(nameof(SmithPlatform))]
public sealed class RunAnnouncementTests(SmithPlatform platform)
{
    [Fact]
    public async Task A_run_is_told_of_with_its_counts_and_without_its_rows()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await platform.NewWorkspaceAsync();
        await new WebhookWorkspace(platform.App, new TestWorkspace(workspace.Id, workspace.Key)).NewWebhookAsync(receiver.Url, EventTypes.SyncRunCompleted, EventTypes.SyncRunFailed);
        var sync = await workspace.NewSyncAsync();

        var run = await BodyAsync(workspace.PostAsync($"/syncs/{sync}/trigger"), HttpStatusCode.Created);
        await Eventually.ValueAsync(() => Task.FromResult(receiver.Calls.IsEmpty ? null : "told"), seconds: 120);

        var told = receiver.Calls.Single();
        Assert.Equal((sync, run.At("$.id"), "general", "api"), (told.Json.At("$.data.sync_id"), told.Json.At("$.data.run_id"), told.Json.At("$.data.kind"), told.Json.At("$.data.trigger")));
        Assert.Equal("3", told.Json.At("$.data.rows.read"));
        Assert.DoesNotContain("example.com", told.Body, StringComparison.Ordinal);
    }
}
