using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FunctionsPlatform.Api.AiSquared;

public sealed record CreateModelRequest(NewModelFields Model);

public sealed record UpdateModelRequest(ModelFields Model);

/// <param name="Query">One reading statement in the database's own SQL, without LIMIT or OFFSET at its end; for a <c>table_selector</c>, or the name of a table.</param>
/// <param name="PrimaryKey">The column that tells rows apart; several with commas between.</param>
/// <param name="Configuration">For the query types that need one.</param>
public sealed record NewModelFields(
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long ConnectorId,
    [property: StringLength(200, MinimumLength = 1)] string Name,
    string QueryType,
    string? Query = null,
    string? PrimaryKey = null,
    JsonObject? Configuration = null,
    [property: StringLength(2_000)] string? Description = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ModelContract.Check(QueryType, Query, PrimaryKey, Configuration);
}

/// <summary>What is left out stays as it is.</summary>
public sealed record ModelFields(
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long? ConnectorId = null,
    [property: StringLength(200, MinimumLength = 1)] string? Name = null,
    string? QueryType = null,
    string? Query = null,
    string? PrimaryKey = null,
    JsonObject? Configuration = null,
    [property: StringLength(2_000)] string? Description = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => ModelContract.CheckChange(QueryType, Query);
}

public sealed record ModelAttributes(
    string Name,
    string? Description,
    string? Query,
    string QueryType,
    JsonObject? Configuration,
    string? PrimaryKey,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    ConnectorBrief? Connector);

/// <summary>A model inside a sync.</summary>
public sealed record ModelBrief(
    string Id, string Name, string? Description, string? Query, string QueryType, string? PrimaryKey, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
