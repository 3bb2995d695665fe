using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Syncs.Mapping;
using FunctionsPlatform.Syncs.Runs;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Syncs;

/// <summary>A model whose rows are kept in a stream of a destination.</summary>
/// <param name="Stream">Name of the destination's stream: a table, an object.</param>
public sealed record Sync(Guid Id, WorkspaceId Workspace, Guid ModelId, Guid DestinationId, string Name, string Stream, DateTimeOffset CreatedAt)
{
    public string? Description { get; init; }

    public IReadOnlyList<FieldMapping> Mappings { get; init; } = [];

    public ReadStrategy Read { get; init; }

    /// <summary>For <see cref="ReadStrategy.Cursor"/>: the model's column that grows with every change.</summary>
    public string? CursorColumn { get; init; }

    public WriteMode Write { get; init; }

    /// <summary>Columns of the model that tell rows apart; empty for the model's own primary key.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    public Schedule Schedule { get; init; } = new Schedule.Manual();

    public MissedRuns Missed { get; init; }

    /// <summary>A disabled sync is not started, by schedule or by hand.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The largest share of the delivered rows that one mirror run removes unless it is forced, from 0 to 1.</summary>
    public double MaxRemovalShare { get; init; } = 0.5;

    /// <summary>The zone (IANA) of times that have none.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>For the destination: a file format, a message template.</summary>
    public JsonObject Options { get; init; } = [];

    /// <summary>What an API keeps with a sync and the platform makes nothing of.</summary>
    public JsonObject Details { get; init; } = [];

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    public SyncProgress Progress { get; init; } = new();

    /// <summary>The model's columns by which rows are told apart.</summary>
    internal IReadOnlyList<string> KeyOf(Model model) => Key.Count > 0 ? Key : model.PrimaryKey;

    /// <summary>The mappings; without any, every column goes into the field of its name.</summary>
    internal IReadOnlyList<FieldMapping> MappingsFor(IReadOnlyList<string> columns, DestinationStream stream) =>
        Mappings.Count > 0 ? Mappings : [.. columns.Where(column => stream.Field(column) is { IsReadOnly: false }).Select(column => FieldMapping.Column(column, column))];

    /// <summary>The destination's fields that the key's columns go into; none where rows are only appended.</summary>
    internal Result<IReadOnlyList<string>> KeyFields(IReadOnlyList<string> key, IReadOnlyList<FieldMapping> mappings)
    {
        if (Write == WriteMode.Append)
            return Result.Of<IReadOnlyList<string>>([]);
        var fields = key.Select(column => mappings.FirstOrDefault(mapping => mapping.Kind == MappingKind.Column && mapping.From == column)?.To).ToArray();
        return Array.IndexOf(fields, null) is >= 0 and var at ? SyncErrors.KeyUnmapped(key[at]) : Result.Of<IReadOnlyList<string>>(fields!);
    }
}

/// <summary>What runs have made of a sync so far.</summary>
public sealed record SyncProgress
{
    /// <summary>The one run that is not finished.</summary>
    public Guid? ActiveRun { get; init; }

    public Guid? LastRun { get; init; }

    public RunState? LastState { get; init; }

    /// <summary>When rows were last delivered, or it was last found that none need be.</summary>
    public DateTimeOffset? LastSyncedAt { get; init; }

    public long Runs { get; init; }

    /// <summary>What the destination is known to hold; null before the first delivery.</summary>
    public SnapshotRef? Snapshot { get; init; }

    /// <summary>How far a cursor read has come: the next one starts there.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Which rows of the model a run looks at, and which of them count as changed.</summary>
public enum ReadStrategy
{
    /// <summary>All are read; those that differ from what was last accepted are sent.</summary>
    Changes,

    /// <summary>Those are read whose cursor column has grown; of these, those that differ are sent.</summary>
    Cursor,

    /// <summary>All are read and sent.</summary>
    Everything,
}

/// <summary>What is done in the destination.</summary>
public enum WriteMode
{
    /// <summary>New and changed rows are added or changed.</summary>
    Upsert,

    /// <summary>New rows are added; what is there already is left.</summary>
    Insert,

    /// <summary>New and changed rows change what is there; those that are not there are rejected.</summary>
    Update,

    /// <summary>New and changed rows are added as further rows.</summary>
    Append,

    /// <summary>As upsert; rows that this sync delivered and that the model no longer has are removed.</summary>
    Mirror,

    /// <summary>New rows become members of an audience.</summary>
    Add,

    /// <summary>New rows cease to be members of an audience.</summary>
    Remove,
}

public static class WriteModes
{
    /// <summary>What the destination's stream must be able to do.</summary>
    public static RowOperations Operations(this WriteMode mode) => mode switch
    {
        WriteMode.Upsert or WriteMode.Add => RowOperations.Upsert,
        WriteMode.Insert => RowOperations.Insert,
        WriteMode.Update => RowOperations.Update,
        WriteMode.Append => RowOperations.Append,
        WriteMode.Mirror => RowOperations.Upsert | RowOperations.Delete,
        WriteMode.Remove => RowOperations.Delete,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}

/// <summary>What a caller gives to make a sync.</summary>
public sealed record NewSync(Guid ModelId, Guid DestinationId, string Name, string Stream)
{
    public string? Description { get; init; }

    public IReadOnlyList<FieldMapping> Mappings { get; init; } = [];

    public ReadStrategy Read { get; init; }

    public string? CursorColumn { get; init; }

    public WriteMode Write { get; init; }

    public IReadOnlyList<string> Key { get; init; } = [];

    public Schedule Schedule { get; init; } = new Schedule.Manual();

    public MissedRuns Missed { get; init; }

    public double MaxRemovalShare { get; init; } = 0.5;

    public string TimeZone { get; init; } = "UTC";

    public JsonObject Options { get; init; } = [];

    public JsonObject Details { get; init; } = [];
}
