using System.Text;
using FunctionsPlatform.Access;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Sql;
using Microsoft.Extensions.Options;
using ETag = Azure.ETag;

namespace FunctionsPlatform.Questions;

/// <summary>A question with what it found.</summary>
public sealed record AnsweredQuestion(Question Question, Answer Answer);

/// <summary>The questions of workspaces: asked, kept, read again, verified, cancelled.</summary>
public sealed class Questions(
    QuestionStore store,
    QuestionPipeline pipeline,
    RunningQuestions running,
    QuestionEnds ends,
    VerifiedQuestions verified,
    Connections.Connections connections,
    Workspaces workspaces,
    Ids ids,
    TimeProvider clock,
    IOptions<QuestionOptions> options)
{
    private const int MaximumText = 4_000;
    private const int EarliestYear = 1600;
    private const int LatestYear = 2200;

    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(50);

    /// <summary>Answers in place. A question that fails is kept too, with the reason.</summary>
    public async Task<Result<AnsweredQuestion>> AskAsync(WorkspaceId workspace, Ask ask, CancellationToken cancellationToken)
    {
        if (Check(ask) is { } refusal)
            return refusal;
        if (!(await connections.OpenAsync(workspace, ask.ConnectionId, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        if (running.CountOf(workspace) >= options.Value.MaxRunning)
            return QuestionErrors.TooManyRunning(options.Value.MaxRunning);

        var question = New(workspace, ask) with { State = QuestionState.InProgress };
        var key = new QuestionKey(workspace.Value, question.Id);
        var isAwaited = await ends.AreAwaitedAsync(workspace, cancellationToken);
        if (isAwaited)
            await store.OpenAsync(key, cancellationToken);
        var answering = AnswerAsync(question, open, cancellationToken);
        // One that is answered at once is written once. One that takes longer can be seen and cancelled meanwhile.
        var version = await Task.WhenAny(answering, Task.Delay(AtOnce, clock, CancellationToken.None)) == answering
            ? (ETag?)null
            : await store.AddAsync(question, CancellationToken.None);
        var step = await answering;
        var isKept = await KeepAsync(await store.KeepAnswerAsync(step, CancellationToken.None), version);
        if (isAwaited)
            await ends.EndAsync(key, CancellationToken.None);
        if (!isKept)
            return QuestionErrors.Cancelled;

        cancellationToken.ThrowIfCancellationRequested();
        return step.Answer is null ? step.Question.Error! : new AnsweredQuestion(step.Question, step.Answer);
    }

    /// <summary>The SQL for a question and the database's plan for it. Nothing is run or kept.</summary>
    public async Task<Result<QueryPlan>> PlanAsync(WorkspaceId workspace, Ask ask, CancellationToken cancellationToken)
    {
        if (Check(ask) is { } refusal)
            return refusal;
        if (!(await connections.OpenAsync(workspace, ask.ConnectionId, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        var translated = await pipeline.TranslateAsync(New(workspace, ask), open, null, cancellationToken);
        return translated.Error ?? await pipeline.ExplainAsync(translated, open, cancellationToken);
    }

    /// <summary>Runs SQL that is known already as the answer to a question, and keeps both.</summary>
    public async Task<Result<AnsweredQuestion>> KeepAsync(WorkspaceId workspace, Guid id, Ask ask, string sql, CancellationToken cancellationToken)
    {
        if (!(await connections.OpenAsync(workspace, ask.ConnectionId, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        var question = New(workspace, ask) with { Id = id, Sql = sql };
        var step = await pipeline.RunAsync(question, open, options.Value.MaxRowsRead, cancellationToken);
        if (step.Answer is null)
            return step.Question.Error!;
        await store.AddAsync(await store.KeepAnswerAsync(step, cancellationToken), cancellationToken);
        return new AnsweredQuestion(step.Question, step.Answer);
    }

    /// <summary>Keeps a question that the background will answer; the caller starts it. One that nobody starts is found and started later.</summary>
    public async Task<Result<Question>> SubmitAsync(WorkspaceId workspace, Ask ask, CancellationToken cancellationToken)
    {
        if (Check(ask) is { } refusal)
            return refusal;
        if (!(await connections.OpenAsync(workspace, ask.ConnectionId, cancellationToken)).Succeeded(out _, out var missing))
            return missing;
        var question = New(workspace, ask);
        await store.OpenAsync(new QuestionKey(workspace.Value, question.Id), cancellationToken);
        await store.AddAsync(question, cancellationToken);
        return question;
    }

    public async Task<Result<Question>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } question ? Seen(question) : QuestionErrors.NotFound;

    /// <summary>What a completed question found; null when it is not completed.</summary>
    public async Task<Answer?> AnswerOfAsync(Question question, CancellationToken cancellationToken) =>
        question.State == QuestionState.Completed ? await store.FindAnswerAsync(question, cancellationToken) : null;

    /// <summary>What the SQL of a completed question finds now. Nothing is kept.</summary>
    public async Task<Result<Answer>> RunAgainAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } question)
            return QuestionErrors.NotFound;
        if (question.State != QuestionState.Completed)
            return QuestionErrors.NotCompleted;
        if (!(await connections.OpenAsync(workspace, question.ConnectionId, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        var step = await pipeline.RunAsync(question, open, options.Value.MaxRowsKept, cancellationToken);
        return step.Answer is { } answer ? answer : step.Question.Error!;
    }

    /// <summary>What SQL of a person finds now. Nothing is kept.</summary>
    public async Task<Result<Answer>> RunSqlAsync(WorkspaceId workspace, Guid connection, string sql, CancellationToken cancellationToken)
    {
        if (!(await connections.OpenAsync(workspace, connection, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        var question = new Question(ids.New(), workspace, connection, sql, clock.GetUtcNow()) { Sql = sql };
        var step = await pipeline.RunAsync(question, open, options.Value.MaxRowsKept, cancellationToken);
        return step.Answer is { } answer ? answer : step.Question.Error!;
    }

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<Question>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        (await store.ListAsync(workspace, limit, cursor, cancellationToken)).Succeeded(out var page, out var error) ? page.Select(Seen) : error;

    /// <summary>Removes a question with its answer; a running one is stopped.</summary>
    public async Task<Result<Question>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } question)
            return QuestionErrors.NotFound;
        running.Stop(new QuestionKey(workspace.Value, id));
        return await store.RemoveAsync(workspace, id, cancellationToken) ? question : QuestionErrors.NotFound;
    }

    /// <summary>Keeps the question with its SQL as verified for its connection: it is preferred when the same is asked again.</summary>
    /// <param name="sql">SQL that a person has put right; null for the SQL that was run.</param>
    public async Task<Result<Question>> VerifyAsync(WorkspaceId workspace, Guid id, string? sql, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } question)
            return QuestionErrors.NotFound;
        if (sql is null && question.State != QuestionState.Completed)
            return QuestionErrors.NotCompleted;
        if (!(await connections.OpenAsync(workspace, question.ConnectionId, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        if (!SqlGuard.Check(sql ?? question.Sql!, open.Connector.Dialect).Succeeded(out var statement, out var refusal))
            return refusal;
        var corrected = question with { Sql = statement.Text };
        // The SQL that was run is known to work; that of a person is tried on the database without being run.
        if (sql is not null && !(await pipeline.ExplainAsync(corrected, open, cancellationToken)).Succeeded(out _, out var failed))
            return failed.Kind == ErrorKind.QueryFailed ? QuestionErrors.CannotRun(failed.Message) : failed;
        await verified.AddAsync(question, statement.Text, cancellationToken);
        return corrected;
    }

    /// <summary>Stops a question that is waiting or running, on whichever instance that is, with its statement on the database's server.</summary>
    public async Task<Result<Question>> CancelAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var refusal = QuestionErrors.NotFound;
        var cancelled = await store.ChangeAsync(workspace, id, Cancel, cancellationToken);
        if (cancelled is null)
            return refusal;
        running.Stop(new QuestionKey(workspace.Value, id));
        return cancelled;

        Question? Cancel(Question question)
        {
            refusal = QuestionErrors.Finished;
            return Seen(question).IsFinished ? null : question with { State = QuestionState.Cancelled, Error = QuestionErrors.Cancelled };
        }
    }

    /// <summary>The zone that a workspace's times are shown in.</summary>
    public async Task<TimeZoneInfo> ZoneOfAsync(WorkspaceId workspace, CancellationToken cancellationToken) =>
        await workspaces.GetAsync(workspace, cancellationToken) is { } known ? TimeZoneInfo.FindSystemTimeZoneById(known.TimeZone) : TimeZoneInfo.Utc;

    /// <param name="version">As which it is kept already; null when it is not.</param>
    /// <returns>False when it was cancelled meanwhile.</returns>
    private async Task<bool> KeepAsync(Question finished, ETag? version)
    {
        if (version is null)
        {
            await store.AddAsync(finished, CancellationToken.None);
            return true;
        }

        if (await store.TryReplaceAsync(finished, version.Value, CancellationToken.None))
            return true;
        await store.RemoveAnswerAsync(finished, CancellationToken.None);
        return false;
    }

    private async Task<Step> AnswerAsync(Question question, OpenConnection open, CancellationToken cancellationToken)
    {
        try
        {
            var key = new QuestionKey(question.Workspace.Value, question.Id);
            return await running.RunAsync(key, stop => pipeline.AnswerAsync(question, open, stop), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new Step(question with { State = QuestionState.Cancelled, Error = QuestionErrors.Cancelled });
        }
        catch (Exception)
        {
            // The caller is told nothing of a surprise, and a reader must not wait for an answer that will not come.
            await store.AddAsync(question with { State = QuestionState.Failed, Error = QuestionErrors.Interrupted }, CancellationToken.None);
            throw;
        }
    }

    private Question New(WorkspaceId workspace, Ask ask) => new(ids.New(), workspace, ask.ConnectionId, ask.Text.Trim(), clock.GetUtcNow())
    {
        AsOf = ask.AsOf,
        DataWorkspace = ask.DataWorkspace,
    };

    private Question Seen(Question question) => question.SeenAt(clock.GetUtcNow(), options.Value.Longest);

    private static ApiError? Check(Ask ask) =>
        string.IsNullOrWhiteSpace(ask.Text) ? QuestionErrors.Empty
        : ask.Text.Length > MaximumText ? QuestionErrors.TooLong(MaximumText)
        : ask.Text.EnumerateRunes().Any(IsNoText) ? QuestionErrors.Unreadable
        : ask.AsOf is { } now && now.Year is < EarliestYear or > LatestYear ? QuestionErrors.AsOfBeyond(EarliestYear, LatestYear)
        : null;

    // U+FFFE and lone surrogates, which runes replace, cannot be normalised; storage does not take every control character.
    private static bool IsNoText(Rune rune) =>
        rune.Value is 0xFFFE or 0xFFFD || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\r' or '\n'));
}
