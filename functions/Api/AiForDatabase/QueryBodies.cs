using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Api.AiForDatabase;

public enum QueryFormat
{
    Table,
    Json,
    Csv,
}

/// <param name="DryRun">Answer the SQL and its plan, and run nothing.</param>
/// <param name="AsOf">What "now" means in the question: ISO 8601 with an offset. Days begin at midnight in the time zone of the workspace.</param>
public sealed record RunQueryRequest(
    string Question, string ConnectionId, QueryFormat Format = QueryFormat.Table, bool DryRun = false, string? AsOf = null) : IValidatableObject
{
    // Periods are counted from here, both ways, and must stay within what dates can be.
    private const int FirstYear = 1900;
    private const int LastYear = 2199;

    internal DateTimeOffset? Now =>
        AsOf is null ? null : DateTimeOffset.Parse(AsOf, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AsOf is null)
            yield break;
        if (!HasOffset(AsOf))
            yield return new ValidationResult("Must be a date-time with an offset, such as 2026-01-31T12:00:00+01:00.", [nameof(AsOf)]);
        else if (Now is { Year: < FirstYear or > LastYear })
            yield return new ValidationResult($"Must lie in the years {FirstYear} to {LastYear}.", [nameof(AsOf)]);
    }

    // A time without an offset would silently mean the server's zone.
    private static bool HasOffset(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
        && text.Contains('T', StringComparison.Ordinal)
        && time.Kind != DateTimeKind.Unspecified
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);
}

/// <param name="Sql">SQL that a person has put right; without it the SQL that was run is verified.</param>
public sealed record VerifyQueryRequest(string? Sql = null);

public sealed record RanQuery(string QueryId, string Sql, QueryResults Results, long ExecutionTimeMs);

public sealed record PlannedQuery(string Sql, IReadOnlyList<string> Plan, string? Explanation, double? Confidence);

public sealed record QuerySummary(string QueryId, string Question, string? Sql, string ConnectionId, DateTimeOffset CreatedAt, QuestionState Status);

public sealed record QueryDetails(
    string QueryId,
    string Question,
    string ConnectionId,
    DateTimeOffset CreatedAt,
    QuestionState Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sql = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QueryResults? Results = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ExecutionTimeMs = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Summary = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChartHint? Chart = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Explanation = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QueryFailure? Error = null);

public sealed record QueryFailure(string Code, string Message);

public sealed record DeletedQuery(string QueryId, bool Deleted = true);

public sealed record VerifiedQuery(string QueryId, string Question, string Sql, bool Verified = true);

public sealed record CancelledQuery(string QueryId, QuestionState Status);
