using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Refusals of this API, and those of the platform in its words: its names of fields, and 422 for what refers to something that is not there.</summary>
internal static class SmithErrors
{
    /// <summary>Codes of the platform for what does not fit together although each is well formed.</summary>
    public const string StreamNotFound = "stream_not_found";

    private const string OperationMissing = "stream_operation_missing";
    private const string MappingInvalid = "mapping_invalid";
    private const string ScheduleCycle = "schedule_cycle";

    public static ApiError SourceNotFound { get; } = new(
        ErrorKind.NotFound, "source_not_found", "There is no source of that id in this workspace. List the sources to see which there are.");

    public static ApiError SchemaNotFound(string schema) => new(
        ErrorKind.NotFound, "schema_not_found", $"The source has no schema '{Short(schema)}' that its credentials can see.");

    public static ApiError TableNotFound(string table) => new(
        ErrorKind.NotFound, "table_not_found", $"The schema has no table '{Short(table)}' that the source's credentials can see.");

    public static ApiError TypeUnavailable(string type, IEnumerable<string> available) => new(
        ErrorKind.Invalid,
        "source_type_unavailable",
        $"This deployment does not read from {type}. It reads from {string.Join(", ", available.Order(StringComparer.Ordinal))}.");

    public static ApiError TypeFixed(string field) => RequestErrors.BrokenRules([new FieldError(field, "Cannot be changed; make another one.")]);

    /// <summary>For requests whose path names none of these: whatever was not found was referred to in the body.</summary>
    public static ApiError Reference(this ApiError error) =>
        error == ConnectionErrors.NotFound ? Missing("source_id", "source")
        : error == ModelErrors.NotFound ? Missing("model_id", "model")
        : error == DestinationErrors.NotFound ? Missing("destination_id", "destination")
        : error == SyncErrors.NotFound ? Missing("after_sync_id", "sync")
        : error;

    /// <summary>For definitions, whose connection is named by its own word here.</summary>
    public static ApiError OfKnowledge(ApiError error) => error == ConnectionErrors.NotFound ? Missing("connection_id", "connection") : error;

    /// <summary>The refusal, with 422 where a request is well formed and does not fit what it refers to.</summary>
    public static ApiError Unfitting(this ApiError error) =>
        error.Code is StreamNotFound or OperationMissing or MappingInvalid or ScheduleCycle ? error with { Message = error.InOneLine(), Fields = null } : error;

    private static ApiError Missing(string field, string what) => new(
        ErrorKind.Invalid, "reference_not_found", $"{field}: there is no {what} of that id in this workspace.");

    private static string Short(string name) => name.Length <= 100 ? name : name[..100] + "…";
}
