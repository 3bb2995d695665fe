using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Refusals of this API alone, and its own words for some of the platform's.</summary>
internal static class SquaredErrors
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["connection_not_found"] = "Connector not found",
        ["destination_not_found"] = "Connector not found",
        ["model_not_found"] = "Model not found",
        ["sync_not_found"] = "Sync not found",
        ["sync_run_not_found"] = "Sync Run not found",
        ["sync_disabled"] = "Sync is disabled",
        ["workspace_not_found"] = "Workspace not found",
    }.ToFrozenDictionary();

    /// <summary>Refusals that are one message without more around it.</summary>
    private static readonly FrozenSet<string> Bare = FrozenSet.Create("model_not_found", "catalog_not_found", "workspace_not_found", "parameter_missing");

    public static ApiError ConnectorNotFound { get; } = new(ErrorKind.NotFound, "connector_not_found", "Connector not found");

    public static ApiError CatalogNotFound { get; } = new(ErrorKind.NotFound, "catalog_not_found", "Catalog not found");

    public static ApiError ParameterMissing(string name) => new(
        ErrorKind.Invalid, "parameter_missing", $"param is missing or the value is empty: {name}");

    /// <summary>The meaning of the whole was read and refused: 422, by field.</summary>
    public static ApiError Unprocessable(string field, string message) => new(
        ErrorKind.Invalid, "resource_invalid", message, [new FieldError($"$.{field}", message)]);

    /// <summary>What does not hold of an object of a request, by the fields of that object; null when all holds.</summary>
    public static ApiError? Broken(string name, IEnumerable<ValidationResult> failures)
    {
        FieldError[] fields =
        [
            .. failures.Select(failure => new FieldError(
                $"$.{name}.{JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.MemberNames.First())}", failure.ErrorMessage!)),
        ];
        return fields.Length > 0 ? RequestErrors.BrokenRules(fields) : null;
    }

    public static ApiError NotDone(string message) => new(ErrorKind.NotAllowedInState, "not_supported", message);

    /// <summary>A refusal of the schedule's two endpoints in the words that are documented for them.</summary>
    public static ApiError OfSchedule(ApiError error) => error.Code switch
    {
        "sync_active" => error with { Message = "Sync cannot be scheduled due to active sync run" },
        "sync_not_active" => error with { Message = "Sync cannot be cancelled due to no active sync run" },
        _ => error,
    };

    public static ApiError ScheduleNotManual { get; } = new(
        ErrorKind.NotAllowedInState, "sync_not_manual", "Sync Schedule type should be manual");

    public static ApiError RunOfRecordsNotFound { get; } = new(ErrorKind.NotFound, "sync_records_not_found", "SyncRun not found");

    /// <summary>A refusal of the sync slice, its fields by the names that they have here.</summary>
    public static ApiError OfSync(ApiError error) => error.Fields is { } fields
        ? error with { Fields = [.. fields.Select(field => field with { Path = NameHere(field.Path) })] }
        : error;

    private static string NameHere(string path) => path
        .Replace("$.mappings", "$.configuration", StringComparison.Ordinal)
        .Replace("$.cursor_column", "$.cursor_field", StringComparison.Ordinal);

    public static bool IsBare(ApiError error) => Bare.Contains(error.Code);

    public static string Say(ApiError error) => Words.GetValueOrDefault(error.Code, error.Message);
}
