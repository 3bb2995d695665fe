using FunctionsPlatform.Connectors.DuckDb;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>Finds the entries of a snapshot that a run replaces or removes.</summary>
internal sealed class ReplacedEntries(ComparisonDatabase database, SnapshotFiles snapshots, SnapshotManifest snapshot)
{
    /// <param name="directory">Where <paramref name="touched"/> is.</param>
    /// <param name="touched">The keys, and in which ranges they are.</param>
    /// <param name="found">Gets file, row, first half of the key's hash and hash of the row.</param>
    public async Task FindAsync(string directory, HashIndexes touched, KeyRanges ranges, Action<int, int, long, long> found, CancellationToken cancellationToken)
    {
        if (touched.Rows == 0)
            return;
        using var held = new HashIndexes(directory, "held", snapshot.Rows);
        await snapshots.AddAsync(held, snapshot, ranges, cancellationToken);
        held.Complete();
        await database.RunAsync(directory, session =>
        {
            for (var number = 0; number < held.Count; number++)
            {
                session.Query(Sql(held.PathOf(number), touched.PathOf(number)), row =>
                {
                    var (file, position) = Place.From(row.GetInt64(0));
                    found(file, position, row.GetInt64(1), row.GetInt64(2));
                });
            }

            return true;
        }, cancellationToken);
    }

    private string Sql(string held, string touched)
    {
        var nth = snapshot.Key.Count > 0 ? "" : ", row_number() OVER (PARTITION BY high, low ORDER BY place) AS nth";
        return $"""
            SELECT held.place, held.high, held.hash
            FROM (SELECT *{nth} FROM read_parquet({WorkSession.Quote(held)})) AS held
            SEMI JOIN (SELECT *{nth} FROM read_parquet({WorkSession.Quote(touched)})) AS touched
            ON held.high = touched.high AND held.low = touched.low{(nth.Length == 0 ? "" : " AND held.nth = touched.nth")}
            """;
    }
}
