using FunctionsPlatform.Access;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Knowledge;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Questions;

/// <summary>A question one step further, and its answer after the last step.</summary>
public sealed record Step(Question Question, Answer? Answer = null);

/// <summary>A translated question that was not run, and how the database would run it.</summary>
public sealed record QueryPlan(Question Question, IReadOnlyList<string> Lines);

/// <summary>The steps from a question to its answer. Each takes a question and gives it back further on, or failed with the reason; none stores anything.</summary>
public sealed class QuestionPipeline(
    Connections.Connections connections,
    VerifiedQuestions verified,
    WorkspaceKnowledge knowledge,
    Workspaces workspaces,
    IEnumerable<ITranslator> translators,
    TimeProvider clock,
    IOptions<QuestionOptions> options)
{
    private readonly TimedCache<WorkspaceId, Workspace> _workspaces = new(TimeSpan.FromSeconds(15), clock);

    /// <summary>All steps, and the repair when the first statement fails.</summary>
    public async Task<Step> AnswerAsync(Question question, OpenConnection open, CancellationToken cancellationToken)
    {
        var translated = await TranslateAsync(question, open, null, cancellationToken);
        if (translated.IsFinished)
            return new Step(translated);
        var first = await RunAsync(translated, open, options.Value.MaxRowsKept, cancellationToken);
        if (!CanRepair(first.Question))
            return first;
        var repaired = await RepairAsync(first.Question, open, cancellationToken);
        return repaired.IsFinished ? new Step(repaired) : await RunAsync(repaired, open, options.Value.MaxRowsKept, cancellationToken);
    }

    public async Task<Question> TranslateAsync(Question question, OpenConnection open, FailedAttempt? failure, CancellationToken cancellationToken)
    {
        var examples = verified.ListAsync(question.Workspace, question.ConnectionId, cancellationToken);
        var known = knowledge.FindAsync(question.Workspace, question.ConnectionId, cancellationToken);
        var schema = connections.SchemaAsync(open, refresh: false, cancellationToken);
        if (await _workspaces.GetAsync(question.Workspace, () => workspaces.GetAsync(question.Workspace, cancellationToken)) is not { } workspace)
            return Failed(question, AccessErrors.WorkspaceNotFound);
        if (translators.FirstOrDefault(candidate => candidate.Name == workspace.Translator) is not { } translator)
            return Failed(question, QuestionErrors.NoTranslator(workspace.Translator));
        if (!(await schema).Succeeded(out var catalog, out var unreachable))
            return Failed(question, unreachable);

        var request = new TranslationRequest(
            question.Text,
            catalog,
            open.Connector.Dialect,
            TimeZoneInfo.ConvertTime(question.AsOf ?? question.AskedAt, TimeZoneInfo.FindSystemTimeZoneById(workspace.TimeZone)),
            await examples,
            failure,
            workspace.AllowSamples,
            LooksBack: question.AsOf < question.AskedAt,
            Knowledge: await known,
            Probe: (sql, stop) => ProbeAsync(sql, open, stop));
        return (await translator.TranslateAsync(request, cancellationToken)).Succeeded(out var translation, out var refusal)
            ? question with
            {
                Sql = translation.Sql,
                Explanation = translation.Explanation,
                Confidence = translation.Confidence,
                Translator = translator.Name,
                Error = null,
            }
            : Failed(question, refusal);
    }

    /// <summary>Whether a statement returns anything, as far as a moment tells.</summary>
    private async Task<ProbedRows> ProbeAsync(string sql, OpenConnection open, CancellationToken cancellationToken)
    {
        if (!SqlGuard.Check(sql, open.Connector.Dialect).Succeeded(out var statement, out _))
            return ProbedRows.Fails;
        try
        {
            await using var reader = await open.Connector.ReadAsync(open.Settings, statement, new ReadLimits(options.Value.ProbeTimeout, 2), cancellationToken);
            var first = await reader.ReadAsync(cancellationToken);
            var isNothing = first is null || (Array.TrueForAll(first, cell => cell is null) && await reader.ReadAsync(cancellationToken) is null);
            return isNothing ? ProbedRows.None : ProbedRows.Some;
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure).Kind is ErrorKind.QueryFailed ? ProbedRows.Fails : ProbedRows.Unknown;
        }
    }

    /// <summary>Whether the translator can make something of what the database said.</summary>
    public static bool CanRepair(Question failed) =>
        failed is { State: QuestionState.Failed, Error.Kind: ErrorKind.QueryFailed, Translator: Translators.LanguageModel };

    public Task<Question> RepairAsync(Question failed, OpenConnection open, CancellationToken cancellationToken)
    {
        var failure = failed is { Sql: { } sql, Error: { Kind: ErrorKind.QueryFailed } error } ? new FailedAttempt(sql, error.Message) : null;
        return TranslateAsync(failed with { State = QuestionState.InProgress, Error = null }, open, failure, cancellationToken);
    }

    /// <param name="maxRows">Rows to read; fewer are kept.</param>
    public async Task<Step> RunAsync(Question question, OpenConnection open, long maxRows, CancellationToken cancellationToken)
    {
        if (!SqlGuard.Check(question.Sql!, open.Connector.Dialect).Succeeded(out var statement, out var refusal))
            return new Step(Failed(question, refusal));
        var started = clock.GetTimestamp();
        try
        {
            var limits = new ReadLimits(options.Value.StatementTimeout, maxRows);
            await using var reader = await open.Connector.ReadAsync(open.Settings, statement, limits, cancellationToken);
            var answer = await AnswerReader.ReadAsync(reader, options.Value.MaxRowsKept, options.Value.MaxBytesKept, cancellationToken);
            var finished = question with
            {
                State = QuestionState.Completed,
                RowCount = answer.Frame.TotalRows,
                RunTime = clock.GetElapsedTime(started),
                Error = null,
            };
            return new Step(finished, answer);
        }
        catch (ConnectorException failure)
        {
            return new Step(Failed(question, ConnectionErrors.From(failure)));
        }
    }

    /// <summary>The database's plan for a translated question.</summary>
    public async Task<Result<QueryPlan>> ExplainAsync(Question question, OpenConnection open, CancellationToken cancellationToken)
    {
        if (!SqlGuard.Check(question.Sql!, open.Connector.Dialect).Succeeded(out var statement, out var refusal))
            return refusal;
        try
        {
            var limits = new ReadLimits(options.Value.StatementTimeout, options.Value.MaxRowsKept);
            return new QueryPlan(question, await open.Connector.ExplainAsync(open.Settings, statement, limits, cancellationToken));
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure);
        }
    }

    private static Question Failed(Question question, ApiError error) => question with { State = QuestionState.Failed, Error = error };
}
