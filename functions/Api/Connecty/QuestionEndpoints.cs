using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace FunctionsPlatform.Api.Connecty;

public sealed class QuestionEndpoints(Questions.Questions questions, DataWorkspaces dataWorkspaces)
{
    private const string Dataframe = "dataframe";
    private const string Statistics = "statistics";
    private const string SqlQuery = "sqlquery";
    private const string Summary = "summary";

    [Function("DataWorkspaceQuestions_Ask")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Idempotent]
    [Summary("Ask a question of a data workspace", Details = "Answers at once with the question's id; the question is processed in the background.")]
    [Accepts<AskQuestionRequest>]
    [Returns<AskedQuestion>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    [Example("""{"question": "list the top 5 countries with the most orders"}""")]
    public async Task<IActionResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/dw/{dwId}/questions")] HttpRequest request,
        string dwId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await FindAsync(request, dwId, cancellationToken)).Succeeded(out var dataWorkspace, out var missing))
            return request.Refuse(missing);
        if (!(await request.ReadJsonAsync<AskQuestionRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var ask = new Ask(dataWorkspace.ConnectionId, body.Question) { DataWorkspace = dataWorkspace.Number };
        if (!(await questions.SubmitAsync(dataWorkspace.Workspace, ask, cancellationToken)).Succeeded(out var question, out var refusal))
            return request.Refuse(refusal);
        await QuestionOrchestrator.StartAsync(client, new QuestionKey(question.Workspace.Value, question.Id), cancellationToken);
        return request.Ok(new AskedQuestion(question.Id));
    }

    [Function("DataWorkspaceQuestions_Results")]
    [RequirePermission(Permissions.QueriesRead)]
    [Summary("State and results of a question")]
    [QueryParameter("include", "Parts of the results, comma-separated: dataframe, statistics, sqlquery, summary.", Example = "dataframe,statistics")]
    [QueryParameter("max_rows", "Rows of the dataframe at most. Statistics are of the whole result.", Type = typeof(int), Example = "1000")]
    [Returns<QuestionResultsBody>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.Malformed, ErrorKind.NotFound)]
    public async Task<IActionResult> Results(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dw/{dwId}/questions/{questionId}/results")] HttpRequest request,
        string dwId,
        string questionId,
        CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var id = parameters.PathUuid("question_id", questionId);
        var include = parameters.Words("include", [Dataframe, Statistics, SqlQuery, Summary], [Dataframe]);
        var maxRows = parameters.Integer("max_rows", 1000, 1);
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        if (!(await FindAsync(request, dwId, cancellationToken)).Succeeded(out var dataWorkspace, out var missing))
            return request.Refuse(missing);
        if (!(await questions.GetAsync(dataWorkspace.Workspace, id, cancellationToken)).Succeeded(out var question, out var unknown))
            return request.Refuse(unknown);
        if (question.DataWorkspace != dataWorkspace.Number)
            return request.Refuse(QuestionErrors.NotFound);

        var answer = await questions.AnswerOfAsync(question, cancellationToken);
        var zone = await questions.ZoneOfAsync(question.Workspace, cancellationToken);
        return request.Ok(new QuestionResultsBody(
            State(question.State),
            answer is null ? null : Body(question, answer, include, maxRows, zone),
            question is { IsFinished: true, Error: { } error } ? new QuestionFailure(error.Code, error.Message) : null));
    }

    private async Task<Result<DataWorkspace>> FindAsync(HttpRequest request, string dwId, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var number = parameters.PathInteger("dw_id", dwId);
        return parameters.Error ?? await dataWorkspaces.GetAsync(request.Caller().Workspace, number, cancellationToken);
    }

    private static QuestionResults Body(Question question, Answer answer, IReadOnlySet<string> include, int maxRows, TimeZoneInfo zone) => new(
        include.Contains(Summary) ? answer.Summary : null,
        include.Contains(SqlQuery) ? question.Sql : null,
        include.Contains(Dataframe) ? Table(answer.Frame, maxRows, zone) : null,
        include.Contains(Statistics)
            ? answer.Statistics.ToDictionary(column => column.Column, column => ColumnStatisticsBody.Of(column, zone))
            : null);

    private static List<object?[]> Table(ResultFrame frame, int maxRows, TimeZoneInfo zone) =>
    [
        [.. frame.Columns.Select(column => column.Name)],
        .. frame.Rows.Take(maxRows).Select(row => Array.ConvertAll(row, value => Cell.ToJson(value, zone))),
    ];

    private static string State(QuestionState state) => state switch
    {
        QuestionState.Pending => "PENDING",
        QuestionState.InProgress => "IN_PROGRESS",
        QuestionState.Completed => "COMPLETED",
        _ => "FAILED",
    };
}
