using System.Text.Json.Nodes;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>A row of a run, and what became of it.</summary>
/// <param name="Record">Values by column; of a row that was removed, those of its key.</param>
/// <param name="Status">pending (also where a run was stopped before it), success or failed.</param>
/// <param name="Action">destination_insert or destination_update; beyond the documents also destination_delete. Null for a row that was refused for its key.</param>
/// <param name="Logs">Why it was not accepted; null when it was.</param>
/// <param name="Error">The same in one sentence.</param>
public sealed record SyncRecordAttributes(
    int SyncId,
    int SyncRunId,
    JsonObject Record,
    string Status,
    string? Action,
    SyncRecordLog? Logs,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <param name="Code">Stable: switch on it.</param>
/// <param name="IsOutcomeUnknown">It was sent, and whether it was taken cannot be known.</param>
public sealed record SyncRecordLog(string Level, string Code, string Message, bool IsOutcomeUnknown);
