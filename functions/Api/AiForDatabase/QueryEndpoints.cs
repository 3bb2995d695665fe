using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.AiForDatabase;

public sealed class QueryEndpoints(Questions.Questions questions, ResourceIds ids)
{
    [Function("Queries_Run")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Idempotent]
    [Summary("Ask a question in plain language", Details = "Answers in place. With `dry_run` only the SQL and the database's plan for it are made.")]
    [Accepts<RunQueryRequest>]
    [Returns<RanQuery>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.QueryFailed, ErrorKind.ConnectionFailed)]
    [Example("""{"question": "How many users signed up this week?", "connection_id": "conn_abc123", "format": "table"}""")]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/queries")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<RunQueryRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        var connection = await ids.ReadAsync(workspace, ResourceIds.Connection, body.ConnectionId, cancellationToken);
        var ask = new Ask(connection, body.Question) { AsOf = body.Now };
        if (body.DryRun)
        {
            return (await questions.PlanAsync(workspace, ask, cancellationToken)).Succeeded(out var plan, out var unplanned)
                ? request.Ok(new PlannedQuery(plan.Question.Sql!, plan.Lines, plan.Question.Explanation, plan.Question.Confidence))
                : request.Refuse(unplanned);
        }

        return (await questions.AskAsync(workspace, ask, request.HttpContext.RequestAborted)).Succeeded(out var answered, out var refusal)
            ? request.Ok(Ran(answered, body.Format))
            : request.Refuse(refusal);
    }

    [Function("Queries_List")]
    [RequirePermission(Permissions.QueriesRead)]
    [Summary("List queries, newest first")]
    [QueryParameter("limit", "Queries a page, 1 to 100.", Type = typeof(int), Example = "20")]
    [QueryParameter("cursor", "Where the page before ended.")]
    [Returns<QuerySummary>(StatusCodes.Status200OK, IsList = true)]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/queries")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadPage().Succeeded(out var page, out var wrong))
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        if (!(await questions.ListAsync(workspace, page.Limit, page.Cursor, cancellationToken)).Succeeded(out var listed, out var refusal))
            return request.Refuse(refusal);

        var queryIds = await ids.ShowAllAsync(workspace, ResourceIds.Query, listed.Items.Select(question => question.Id), cancellationToken);
        var connectionIds = await ids.ShowAllAsync(workspace, ResourceIds.Connection, listed.Items.Select(question => question.ConnectionId), cancellationToken);
        return request.List<QuerySummary>(
            [.. listed.Items.Select(question => new QuerySummary(
                queryIds[question.Id], question.Text, question.Sql, connectionIds[question.ConnectionId], question.AskedAt, question.State))],
            listed.NextCursor);
    }

    [Function("Queries_Get")]
    [RequirePermission(Permissions.QueriesRead)]
    [Summary("Get a query with its results")]
    [QueryParameter("format", "How the rows are written: table, json or csv.", Type = typeof(QueryFormat))]
    [Returns<QueryDetails>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/queries/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var formats = parameters.Words("format", ["table", "json", "csv"], ["table"]);
        if (formats.Count != 1)
            parameters.Fail("format", "Name one format.");
        if (parameters.Error is { } wrong)
            return request.Refuse(wrong);
        var workspace = request.Caller().Workspace;
        if (!(await FindAsync(workspace, id, cancellationToken)).Succeeded(out var question, out var refusal))
            return request.Refuse(refusal);

        var connectionId = await ids.ShowAsync(workspace, ResourceIds.Connection, question.ConnectionId, cancellationToken);
        var answer = await questions.AnswerOfAsync(question, cancellationToken);
        var format = Enum.Parse<QueryFormat>(formats.Single(), ignoreCase: true);
        return request.Ok(new QueryDetails(id, question.Text, connectionId, question.AskedAt, question.State, question.Sql)
        {
            Results = answer is null ? null : QueryResults.Of(answer.Frame, format),
            ExecutionTimeMs = Milliseconds(question.RunTime),
            Summary = answer?.Summary,
            Chart = answer?.Chart,
            Explanation = question.Explanation,
            Error = question.IsFinished && question.Error is { } error ? new QueryFailure(error.Code, error.Message) : null,
        });
    }

    [Function("Queries_Delete")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Summary("Delete a query with its results")]
    [Returns<DeletedQuery>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound)]
    public async Task<IActionResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/queries/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        var key = await ids.ReadAsync(workspace, ResourceIds.Query, id, cancellationToken);
        return (await questions.DeleteAsync(workspace, key, cancellationToken)).Succeeded(out _, out var refusal)
            ? request.Ok(new DeletedQuery(id))
            : request.Refuse(refusal);
    }

    [Function("Queries_Verify")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Summary("Save a question with its SQL as verified", Details = "The SQL is preferred when the same is asked of the same connection again.")]
    [Accepts<VerifyQueryRequest>(Optional = true)]
    [Returns<VerifiedQuery>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Verify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/queries/{id}/verify")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!(await request.ReadOptionalJsonAsync<VerifyQueryRequest>(cancellationToken)).Succeeded(out var body, out var unreadable))
            return request.Refuse(unreadable);
        var workspace = request.Caller().Workspace;
        var key = await ids.ReadAsync(workspace, ResourceIds.Query, id, cancellationToken);
        return (await questions.VerifyAsync(workspace, key, body.Sql, cancellationToken)).Succeeded(out var verified, out var refusal)
            ? request.Ok(new VerifiedQuery(id, verified.Text, verified.Sql!))
            : request.Refuse(refusal);
    }

    [Function("Queries_Cancel")]
    [RequirePermission(Permissions.QueriesWrite)]
    [Summary("Cancel a running query", Details = "A query that is being answered is in the list with status `in_progress`. Its statement is cancelled on the database's server.")]
    [Returns<CancelledQuery>(StatusCodes.Status200OK)]
    [Fails(ErrorKind.NotFound, ErrorKind.NotAllowedInState)]
    public async Task<IActionResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/queries/{id}/cancel")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var workspace = request.Caller().Workspace;
        var key = await ids.ReadAsync(workspace, ResourceIds.Query, id, cancellationToken);
        return (await questions.CancelAsync(workspace, key, cancellationToken)).Succeeded(out var cancelled, out var refusal)
            ? request.Ok(new CancelledQuery(id, cancelled.State))
            : request.Refuse(refusal);
    }

    private async Task<Result<Question>> FindAsync(WorkspaceId workspace, string id, CancellationToken cancellationToken) =>
        await questions.GetAsync(workspace, await ids.ReadAsync(workspace, ResourceIds.Query, id, cancellationToken), cancellationToken);

    private static RanQuery Ran(AnsweredQuestion answered, QueryFormat format) => new(
        ResourceIds.Query.Format(answered.Question.Id),
        answered.Question.Sql!,
        QueryResults.Of(answered.Answer.Frame, format),
        Milliseconds(answered.Question.RunTime)!.Value);

    private static long? Milliseconds(TimeSpan? time) => time is { } span ? (long)Math.Round(span.TotalMilliseconds) : null;
}
