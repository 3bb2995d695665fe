using Fixtures;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Tests.Api;
using FunctionsPlatform.Tests.Connectors.Http;
using FunctionsPlatform.Webhooks;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Webhooks;

/// <summary>The ends of questions are told, however they were asked and whatever became of the process.</summary>
[Collection(nameof(ShopPlatform))]
public sealed class QuestionAnnouncementTests(ShopPlatform shop)
{
    [Fact]
    public async Task A_question_that_is_answered_in_place_is_told_of_and_its_rows_are_not()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await NewWorkspaceAsync(receiver);
        shop.Translator.Answers("told", "SELECT name FROM users");

        var asked = (await (await AskAsync(workspace, "told")).JsonAsync()).At("$.data.query_id");
        await AskAsync(workspace, "not to be understood");
        await ReceivedAsync(receiver, 2);

        var completed = receiver.Calls.Single(call => call.Json.At("$.type") == EventTypes.QuestionCompleted);
        Assert.Equal((asked, "completed", "3"), (completed.Json.At("$.data.query_id"), completed.Json.At("$.data.status"), completed.Json.At("$.data.row_count")));
        Assert.DoesNotContain("Ada", completed.Body, StringComparison.Ordinal);
        var failed = receiver.Calls.Single(call => call.Json.At("$.type") == EventTypes.QuestionFailed);
        Assert.Equal(("failed", "question_not_understood"), (failed.Json.At("$.data.status"), failed.Json.At("$.data.error_code")));
    }

    [Fact]
    public async Task A_question_in_the_background_is_told_of()
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await NewWorkspaceAsync(receiver);
        shop.Translator.Answers("later", "SELECT count(*) AS n FROM users");
        var submitted = (await Questions.SubmitAsync(workspace.Workspace.Id, new Ask(workspace.Connection, "later") { DataWorkspace = 7 }, CancellationToken.None)).Value;

        await QuestionOrchestrator.StartAsync(shop.App.Services.GetRequiredService<DurableTaskClient>(), new QuestionKey(workspace.Workspace.Id.Value, submitted.Id), CancellationToken.None);
        await ReceivedAsync(receiver, 1);

        var call = Assert.Single(receiver.Calls);
        Assert.Equal((submitted.Id.ToString(), "7"), (call.Json.At("$.data.question_id"), call.Json.At("$.data.data_workspace")));
    }

    [Theory]
    [InlineData(QuestionState.Completed, EventTypes.QuestionCompleted)]
    [InlineData(QuestionState.InProgress, EventTypes.QuestionFailed)]
    public async Task A_question_whose_process_ended_before_it_told_is_told_of_by_the_sweep(QuestionState left, string type)
    {
        await using var receiver = await ScriptedApi.StartAsync();
        var workspace = await NewWorkspaceAsync(receiver);
        var store = shop.App.Services.GetRequiredService<QuestionStore>();
        var question = new Question(shop.App.Services.GetRequiredService<Ids>().New(), workspace.Workspace.Id, workspace.Connection, "left", TimeProvider.System.GetUtcNow()) { State = left };
        await store.OpenAsync(new QuestionKey(workspace.Workspace.Id.Value, question.Id), CancellationToken.None);
        await store.AddAsync(question, CancellationToken.None);

        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
        await ActivatorUtilities.CreateInstance<QuestionTriggers>(shop.App.Services, clock)
            .RunAsync(new TimerInfo(), shop.App.Services.GetRequiredService<DurableTaskClient>(), CancellationToken.None);
        await ReceivedAsync(receiver, 1);

        Assert.Equal((type, question.Id.ToString()), (receiver.Calls.Single().Json.At("$.type"), receiver.Calls.Single().Json.At("$.data.question_id")));
    }

    private FunctionsPlatform.Questions.Questions Questions => shop.App.Services.GetRequiredService<FunctionsPlatform.Questions.Questions>();

    private async Task<(TestWorkspace Workspace, Guid Connection)> NewWorkspaceAsync(ScriptedApi receiver)
    {
        var workspace = await shop.App.NewWorkspaceAsync();
        await new WebhookWorkspace(shop.App, workspace).NewWebhookAsync(receiver.Url, EventTypes.QuestionCompleted, EventTypes.QuestionFailed);
        using var created = await shop.SendAsync(HttpMethod.Post, "/v1/connections", new { type = "sqlite", name = "Shop", database = "shop.db" }, workspace.Key);
        return (workspace, Guid.ParseExact((await created.JsonAsync()).At("$.data.connection_id")!["conn_".Length..], "N"));
    }

    private Task<HttpResponseMessage> AskAsync((TestWorkspace Workspace, Guid Connection) workspace, string question) =>
        shop.SendAsync(HttpMethod.Post, "/v1/queries", new { question, connection_id = $"conn_{workspace.Connection:N}" }, workspace.Workspace.Key);

    private static Task<string> ReceivedAsync(ScriptedApi receiver, int calls) => Eventually.ValueAsync(() => Task.FromResult(receiver.Calls.Count >= calls ? "all" : null));
}
