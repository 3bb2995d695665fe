using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Models;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>What a run goes by: the sync, its model and its destination's stream as they were when it began. Holds no secrets.</summary>
/// <param name="Columns">The model's columns that are read.</param>
/// <param name="Key">Of these, those that tell rows apart.</param>
/// <param name="KeyFields">The destination's fields that these are mapped to; empty where rows are only appended.</param>
/// <param name="Fingerprint">Changes with anything that could change what is delivered for the same source row.</param>
/// <param name="StartedAt">What templates take for now.</param>
public sealed record RunPlan(
    Guid ConnectionId,
    ModelQuery Query,
    Guid DestinationId,
    DestinationStream Stream,
    IReadOnlyList<FieldMapping> Mappings,
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Key,
    IReadOnlyList<string> KeyFields,
    ReadStrategy Read,
    WriteMode Write,
    string Fingerprint,
    DateTimeOffset StartedAt)
{
    /// <summary>The cursor column, where the run reads by one.</summary>
    public ResultColumn? Cursor { get; init; }

    /// <summary>The first value of the cursor column that is read; null for all.</summary>
    public string? From { get; init; }

    /// <summary>The first value of the cursor column that is not read any more; null for all.</summary>
    public string? Until { get; init; }

    public string TimeZone { get; init; } = "UTC";

    public double MaxRemovalShare { get; init; }

    public JsonObject Options { get; init; } = [];

    /// <summary>Only a mirror looks for rows that are gone, and only when it sees all of the model.</summary>
    public bool DetectsRemovals => Write == WriteMode.Mirror && From is null && Until is null;

    /// <summary>Whether rows that are there already, but different, are sent.</summary>
    public bool SendsChanged => Write is WriteMode.Upsert or WriteMode.Update or WriteMode.Append or WriteMode.Mirror;
}
