using Fixtures;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Tests.Api;
using FunctionsPlatform.Translation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Questions;

/// <summary>Questions in the background outlive the process that took them.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("restart-").FullName;
    private readonly Dictionary<string, string> _settings;
    private readonly ScriptedTranslator _translator = new();

    public RestartTests() => _settings = new Dictionary<string, string>
    {
        ["Emulator:DataDirectory"] = _directory,
        ["Secrets:KeyFile"] = Path.Combine(_directory, "secrets.key"),
        ["DataStorage:Prefix"] = SharedAzurite.NewPrefix(),
        ["LocalFiles:Root"] = _directory,
    };

    public Task InitializeAsync() => ShopPlatform.MakeShopAsync(Path.Combine(_directory, "shop.db"));

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_question_that_was_translated_when_the_process_ended_is_answered_by_the_next()
    {
        // Some seconds of work, so that the first process ends in the middle of it.
        _translator.Answers("slow", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8000000) SELECT count(*) AS n FROM n");
        QuestionKey key;
        await using (var first = await StartAsync())
        {
            key = await SubmitAsync(first, "slow");
            await QuestionOrchestrator.StartAsync(first.Services.GetRequiredService<DurableTaskClient>(), key, CancellationToken.None);
            await Eventually.ValueAsync(async () => await FindAsync(first, key) is { Sql: not null } question ? question : null);
            Assert.Equal(QuestionState.InProgress, (await FindAsync(first, key)).State);
        }

        await using var second = await StartAsync();
        var finished = await FinishedAsync(second, key);

        Assert.Equal(QuestionState.Completed, finished.State);
        var answer = await second.Services.GetRequiredService<FunctionsPlatform.Questions.Questions>().AnswerOfAsync(finished, CancellationToken.None);
        Assert.Equal(8_000_000L, answer!.Frame.Rows[0][0]);
    }

    [Fact]
    public async Task A_question_that_was_kept_and_never_started_is_found_and_answered()
    {
        _translator.Answers("lost", "SELECT COUNT(*) AS n FROM users");
        await using var app = await StartAsync();
        var key = await SubmitAsync(app, "lost");

        await SweepAsync(app);

        Assert.Equal(QuestionState.Completed, (await FinishedAsync(app, key)).State);
        Assert.Empty(await app.Services.GetRequiredService<QuestionStore>().ListOpenAsync(DateTimeOffset.MaxValue.AddDays(-1), CancellationToken.None));
    }

    [Fact]
    public async Task A_question_whose_database_is_gone_is_tried_again_and_then_fails()
    {
        _translator.Answers("gone", "SELECT COUNT(*) AS n FROM users");
        await using var app = await StartAsync();
        var key = await SubmitAsync(app, "gone");
        File.Delete(Path.Combine(_directory, "shop.db"));

        await QuestionOrchestrator.StartAsync(app.Services.GetRequiredService<DurableTaskClient>(), key, CancellationToken.None);

        var failed = await FinishedAsync(app, key);
        Assert.Equal((QuestionState.Failed, ErrorKind.ConnectionFailed), (failed.State, failed.Error!.Kind));
    }

    [Fact]
    public async Task A_question_whose_database_is_away_for_a_moment_is_answered()
    {
        _translator.Answers("away", "SELECT COUNT(*) AS n FROM users");
        await using var app = await StartAsync();
        var key = await SubmitAsync(app, "away");
        var (file, aside) = (Path.Combine(_directory, "shop.db"), Path.Combine(_directory, "aside.db"));
        File.Move(file, aside);
        await QuestionOrchestrator.StartAsync(app.Services.GetRequiredService<DurableTaskClient>(), key, CancellationToken.None);
        await Eventually.ValueAsync(async () => await FindAsync(app, key) is { Error: not null } question ? question : null);

        File.Move(aside, file);

        var answered = await FinishedAsync(app, key);
        Assert.Equal((QuestionState.Completed, null), (answered.State, answered.Error));
        Assert.Single(_translator.Requests);
    }

    [Fact]
    public async Task A_question_is_cancelled_on_whichever_instance_runs_it()
    {
        _translator.Answers("endless", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
        await using var runs = await StartAsync();
        await using var cancels = await StartAsync(("Emulator:DataDirectory", Path.Combine(_directory, "second")));
        var key = await SubmitAsync(runs, "endless");
        await QuestionOrchestrator.StartAsync(runs.Services.GetRequiredService<DurableTaskClient>(), key, CancellationToken.None);
        await Eventually.ValueAsync(async () => await FindAsync(runs, key) is { Sql: not null } question ? question : null);

        var cancelled = await cancels.Services.GetRequiredService<FunctionsPlatform.Questions.Questions>()
            .CancelAsync(new WorkspaceId(key.Workspace), key.Id, CancellationToken.None);

        Assert.Equal(QuestionState.Cancelled, cancelled.Value.State);
        // The activity ends and its orchestration with it, long before the statement's own time limit.
        await Eventually.ValueAsync(
            async () => await runs.Services.GetRequiredService<DurableTaskClient>().GetInstanceAsync(key.Id.ToString("N"), CancellationToken.None) is { IsCompleted: true } ended ? ended : null,
            seconds: 10);
    }

    private Task<PlatformApp> StartAsync(params (string Name, string Value)[] settings) => PlatformApp.StartAsync(
        _settings.Where(setting => settings.All(other => other.Name != setting.Key)).Concat(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).ToDictionary(),
        services => services.RemoveAll<ITranslator>().AddSingleton<ITranslator>(_translator));

    private static async Task<QuestionKey> SubmitAsync(PlatformApp app, string text)
    {
        var workspace = (await app.NewWorkspaceAsync()).Id;
        var connections = app.Services.GetRequiredService<FunctionsPlatform.Connections.Connections>();
        var connection = (await connections.CreateAsync(workspace, new NewConnection("sqlite", "Shop", new ConnectionSettings("shop.db")), CancellationToken.None)).Value;
        var dataWorkspace = (await app.Services.GetRequiredService<DataWorkspaces>().CreateAsync(connection, null, CancellationToken.None)).Value;
        var ask = new Ask(connection.Id, text) { DataWorkspace = dataWorkspace.Number };
        var question = (await app.Services.GetRequiredService<FunctionsPlatform.Questions.Questions>().SubmitAsync(workspace, ask, CancellationToken.None)).Value;
        return new QuestionKey(workspace.Value, question.Id);
    }

    private static async Task SweepAsync(PlatformApp app)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(5));
        var sweep = ActivatorUtilities.CreateInstance<QuestionTriggers>(app.Services, clock);
        await sweep.RunAsync(new TimerInfo(), app.Services.GetRequiredService<DurableTaskClient>(), CancellationToken.None);
    }

    private static async Task<Question> FindAsync(PlatformApp app, QuestionKey key) =>
        (await app.Services.GetRequiredService<FunctionsPlatform.Questions.Questions>().GetAsync(new WorkspaceId(key.Workspace), key.Id, CancellationToken.None)).Value;

    private static Task<Question> FinishedAsync(PlatformApp app, QuestionKey key) =>
        Eventually.ValueAsync(async () => await FindAsync(app, key) is { IsFinished: true } question ? question : null, seconds: 120);
}
