using FunctionsPlatform.Syncs;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>What a sync does in its destination.</summary>
public enum SmithSyncMode
{
    Upsert,
    Insert,
    Update,
    Mirror,
    Append,
}

internal static class SmithSyncModes
{
    public static WriteMode ToWrite(this SmithSyncMode mode) => mode switch
    {
        SmithSyncMode.Upsert => WriteMode.Upsert,
        SmithSyncMode.Insert => WriteMode.Insert,
        SmithSyncMode.Update => WriteMode.Update,
        SmithSyncMode.Mirror => WriteMode.Mirror,
        SmithSyncMode.Append => WriteMode.Append,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}
