using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Where the files of a run are: container <c>syncs</c>, <c>workspace/sync/runs/run/...</c>. Those of snapshots are beside, since they outlive runs.</summary>
public sealed record RunFiles(WorkspaceId Workspace, Guid SyncId, Guid RunId)
{
    /// <summary>In the names of all files of snapshots, and of no other.</summary>
    internal const string SnapshotFolder = "/snapshots/";

    public static RunFiles Of(SyncRun run) => new(run.Workspace, run.SyncId, run.Id);

    public static RunFiles Of(RunKey run) => new(new WorkspaceId(run.Workspace), run.SyncId, run.Id);

    internal string Sync => SyncFolder(Workspace, SyncId);

    internal string Folder => $"{Sync}runs/{RunId:N}/";

    internal string Snapshots => $"{Sync[..^1]}{SnapshotFolder}";

    internal static string SyncFolder(WorkspaceId workspace, Guid sync) => $"{workspace}/{sync:N}/";

    internal string Changes => $"{Folder}changes-index.json";

    internal string Outcome(int chunk) => $"{Folder}outcome-{chunk:D5}.json";

    internal string Part(Extract extract, int number) => $"{Folder}extract-{extract.Token}/{number:D5}.parquet";

    /// <summary>The hashes of a part's rows; only ever on the machine that made them.</summary>
    internal string PartHashes(Extract extract, int number) => $"{Folder}extract-{extract.Token}/{number:D5}.hashes";

    internal string Digest(Extract extract) => $"{Folder}extract-{extract.Token}/digest";

    /// <summary>Rows of one sort that a comparison wrote.</summary>
    internal string Rows(Extract extract, string sort, int number) => $"{Folder}changes-{extract.Token}/{sort}-{number:D5}.parquet";

    /// <summary>A file of a snapshot that this run records. Each attempt to record it has files of its own, so that none is ever replaced.</summary>
    internal string SnapshotFile(string attempt, string name) => $"{Snapshots}{RunId:N}/{attempt}-{name}";
}
