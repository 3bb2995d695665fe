using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Models;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>A sync in this API's words. What must be given back as it was sent is among the sync's details.</summary>
internal static class SquaredSync
{
    private const string ConfigurationKey = "configuration";
    private const string IntervalKey = "sync_interval";
    private const string UnitKey = "sync_interval_unit";
    private const string StreamKey = "stream_name";

    public static SquaredSchedule ScheduleOf(Sync sync) =>
        SquaredSchedule.Of(sync.Schedule, (int?)sync.Details[IntervalKey], (string?)sync.Details[UnitKey]);

    public static JsonNode ConfigurationOf(Sync sync) => SquaredMappings.Show(sync.Details[ConfigurationKey], sync.Mappings);

    /// <summary>The stream as it was named, which may be without its schema.</summary>
    public static string StreamOf(Sync sync) =>
        sync.Details[StreamKey]?.ToString() is { } named && (sync.Stream == named || sync.Stream.EndsWith($".{named}", StringComparison.Ordinal)) ? named : sync.Stream;

    public static JsonObject Details(JsonObject before, JsonNode? configuration, SquaredSchedule? schedule, string? stream)
    {
        var details = (JsonObject)before.DeepClone();
        if (configuration is not null)
            details[ConfigurationKey] = configuration.DeepClone();
        if (schedule is not null)
            (details[IntervalKey], details[UnitKey]) = (schedule.Interval, schedule.Unit);
        if (stream is not null)
            details[StreamKey] = stream;
        return details;
    }

    public static string ModeOf(Sync sync) => sync.Read == ReadStrategy.Everything ? SyncModes.FullRefresh : SyncModes.Incremental;

    public static ReadStrategy ReadMode(string mode, string? cursor) =>
        mode == SyncModes.FullRefresh ? ReadStrategy.Everything : cursor is null ? ReadStrategy.Changes : ReadStrategy.Cursor;

    /// <summary>Rows are matched where there is something to match them by; else they can only be added.</summary>
    public static WriteMode WriteTo(DestinationStream stream, Model model) =>
        stream.Operations.HasFlag(RowOperations.Upsert) && model.PrimaryKey.Count > 0 ? WriteMode.Upsert
        : stream.Operations.HasFlag(RowOperations.Append) ? WriteMode.Append
        : WriteMode.Upsert;

    public static string StatusOf(Sync sync) => sync switch
    {
        { IsEnabled: false } => "disabled",
        { Progress.ActiveRun: not null } => "pending",
        { Progress.LastState: RunState.Succeeded or RunState.PartiallySucceeded } => "healthy",
        { Progress.LastState: RunState.Failed } => "failed",
        { Progress.LastState: RunState.Cancelled } => "aborted",
        _ => "pending",
    };
}
