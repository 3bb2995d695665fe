using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Api.DataForge;

public sealed record DatasetQueryRequest(
    string DatasetId,
    [property: Description("One SELECT in DuckDB's SQL. The dataset is a table by its name, and so is every other dataset of the workspace.")] string? Query = null,
    [property: Description("A question in plain language, in place of the query.")] string? Question = null,
    [property: Range(1, 100_000), Description("Most rows that are answered.")] int Limit = 1000) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        (Query is null) == (Question is null) ? [new ValidationResult("Give a query or a question.", [nameof(Query)])] : [];
}

/// <param name="Rows">Values in the order of the columns.</param>
/// <param name="Truncated">Whether there are more rows than the limit.</param>
/// <param name="Query">Of a question: the SQL that it became.</param>
/// <param name="Explanation">Of a question: how it was understood.</param>
/// <param name="Confidence">Of a question: 0 to 1.</param>
public sealed record QueryBody(
    string DatasetId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Query,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Explanation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Confidence,
    IReadOnlyList<QueryColumn> Columns,
    IReadOnlyList<object?[]> Rows,
    long RowCount,
    bool Truncated,
    long ExecutionTimeMs);

/// <param name="Type">text, integer, decimal, float, boolean, date, time, timestamp, timestamp_tz, uuid, json, binary or other.</param>
public sealed record QueryColumn(string Name, ColumnKind Type);
