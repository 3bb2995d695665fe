using System.Text.Json.Serialization;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>What a destination is known to hold of a sync's rows, by their keys.</summary>
/// <param name="Id">The run that recorded it.</param>
/// <param name="Fingerprint">Of the mapping that the rows were delivered by.</param>
public sealed record SnapshotRef(Guid Id, long Rows, string Fingerprint);

/// <summary>The files that a snapshot is made of. Most of them are those of snapshots before it: a run adds what it changed and marks what that replaced.</summary>
/// <param name="Columns">Of the rows that were read.</param>
/// <param name="Key">Of these, the key's; empty where the whole row is the key.</param>
/// <param name="Digests">Name of the blob with the digests of all entries.</param>
/// <param name="Pending">Rows as they were read, not delivered so far, that no later read by a cursor would bring up again.</param>
internal sealed record SnapshotManifest(
    int HashVersion,
    string Fingerprint,
    IReadOnlyList<ResultColumn> Columns,
    IReadOnlyList<ResultColumn> Key,
    string Digests,
    IReadOnlyList<SnapshotFile> Files,
    IReadOnlyList<SnapshotFile> Pending)
{
    [JsonIgnore]
    public long Rows => Files.Sum(file => (long)file.Live);

    public static string NameOf(RunFiles run, Guid id) => $"{run.Snapshots}{id:N}/snapshot.json";
}

/// <param name="Name">Of the blob.</param>
/// <param name="Dead">A bit a row, the lowest first: rows that do not count any more; null when all count.</param>
internal sealed record SnapshotFile(string Name, int Rows, int Live, byte[]? Dead = null)
{
    public bool IsLive(int row) => Dead is null || (Dead[row >> 3] & (1 << (row & 7))) == 0;

    public SnapshotFile Without(IReadOnlyCollection<int> rows)
    {
        if (rows.Count == 0)
            return this;
        var dead = Dead is null ? new byte[(Rows + 7) / 8] : (byte[])Dead.Clone();
        foreach (var row in rows)
            dead[row >> 3] |= (byte)(1 << (row & 7));
        return this with { Live = Live - rows.Count, Dead = dead };
    }
}
