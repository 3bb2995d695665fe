using FunctionsPlatform.Connectors.DuckDb;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>The statements that compare the rows of one range of keys.</summary>
/// <param name="common">The fate of rows of the extract that need not be told.</param>
/// <param name="allChanged">Rows that are held count as changed, whatever their hashes say.</param>
/// <param name="firstPending">From this part on rows are from before, and the fate of each is told.</param>
internal sealed class ComparisonSql(CompareRequest request, RowFate common, bool allChanged, int firstPending, bool hasDoubles)
{
    /// <summary>In place of a fate: an entry of the snapshot that no row has any more.</summary>
    public const int Removed = -1;

    /// <summary>In the place of a wanted row: the snapshot holds it, though nobody knows whether it arrived.</summary>
    public const long MayHaveArrived = 1;

    private bool IsKeyed => request.Extract.Key.Count > 0;

    /// <summary>Rows whose whole is their key may be there several times: each is told apart by being the first, the second and so on of them.</summary>
    private string Nth => IsKeyed ? "" : ", row_number() OVER (PARTITION BY high, low ORDER BY place) AS nth";

    public IEnumerable<string> Prepare(ComparisonIndexes indexes, int number)
    {
        yield return $"CREATE OR REPLACE TEMP VIEW fresh AS SELECT *{Nth} FROM ({ReadRows(indexes, number)}){Wanted(indexes, number)}";
        yield return $"CREATE OR REPLACE TEMP VIEW held AS SELECT *{Nth} FROM {Table(indexes.Held, number)}{Wanted(indexes, number)}";
        if (hasDoubles)
            yield return "CREATE OR REPLACE TEMP TABLE twice AS SELECT high, low FROM fresh WHERE high <> 0 OR low <> 0 GROUP BY high, low HAVING count(*) > 1";
    }

    /// <summary>Rows: the place of a row, the place of an entry, the fate.</summary>
    public string Compare(ComparisonIndexes indexes, int number) => $"""
        SELECT * FROM (
            SELECT fresh.place AS place, held.place AS held_place,
                CASE WHEN fresh.place IS NULL THEN {Removed}
                     WHEN fresh.high = 0 AND fresh.low = 0 THEN {(int)RowFate.NullKey}
                     {(hasDoubles ? $"WHEN twice.high IS NOT NULL THEN {(int)RowFate.Duplicate}" : "")}
                     WHEN held.place IS NULL THEN {(int)RowFate.Added}
                     WHEN {(allChanged ? "true" : $"held.hash <> fresh.hash{OrMayHaveArrived(indexes, number)}")} THEN {(int)RowFate.Changed}
                     ELSE {(int)RowFate.Unchanged} END AS fate
            FROM fresh {(hasDoubles ? "LEFT JOIN twice ON twice.high = fresh.high AND twice.low = fresh.low" : "")}
            {(request.DetectRemovals ? "FULL" : "LEFT")} JOIN held ON held.high = fresh.high AND held.low = fresh.low{(IsKeyed ? "" : " AND held.nth = fresh.nth")})
        WHERE fate <> {(int)common} OR place >= {Place.Of(firstPending, 0)}
        """;

    private static string ReadRows(ComparisonIndexes indexes, int number) => indexes.Pending.Rows == 0
        ? $"SELECT * FROM {Table(indexes.Read, number)}"
        : $"""
           SELECT * FROM {Table(indexes.Read, number)}
           UNION ALL
           SELECT * FROM {Table(indexes.Pending, number)} AS pending ANTI JOIN {Table(indexes.Read, number)} AS read ON pending.high = read.high AND pending.low = read.low
           """;

    private string Wanted(ComparisonIndexes indexes, int number) => request.OnlyRejectedOf is null
        ? ""
        : $" AS rows SEMI JOIN {Table(indexes.Wanted, number)} AS wanted ON rows.high = wanted.high AND rows.low = wanted.low";

    private string OrMayHaveArrived(ComparisonIndexes indexes, int number) => request.OnlyRejectedOf is null
        ? ""
        : $" OR EXISTS (SELECT 1 FROM {Table(indexes.Wanted, number)} AS wanted WHERE wanted.place = {MayHaveArrived} AND wanted.high = fresh.high AND wanted.low = fresh.low)";

    private static string Table(HashIndexes indexes, int number) => $"read_parquet({WorkSession.Quote(indexes.PathOf(number))})";
}
