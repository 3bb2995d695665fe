using System.Text.Json.Serialization;

namespace FunctionsPlatform.Api.Connecty;

public sealed record AskQuestionRequest(string Question);

public sealed record AskedQuestion(Guid QuestionId);

/// <param name="State">PENDING, IN_PROGRESS, COMPLETED or FAILED.</param>
/// <param name="Results">The parts asked for, of a completed question.</param>
/// <param name="Error">Why it failed.</param>
public sealed record QuestionResultsBody(
    string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuestionResults? Results = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuestionFailure? Error = null);

/// <param name="Dataframe">The names of the columns, then the rows.</param>
/// <param name="DataframeStats">By column, over the whole result.</param>
public sealed record QuestionResults(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ResponseSummary,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SqlQuery,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<object?[]>? Dataframe,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, ColumnStatisticsBody>? DataframeStats);

public sealed record QuestionFailure(string Code, string Message);

public sealed record NewDataWorkspaceRequest(string ConnectionId, string? Name = null);

public sealed record DataWorkspaceBody(int DwId, string Name, string ConnectionId);
