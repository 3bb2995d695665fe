using System.Data.Common;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Datasets.Profiles;

/// <summary>Finds out what rows are like.</summary>
internal static class Profiler
{
    /// <summary>Rows that are compared with each other. Of more, those whose hashes end alike stand for all: rows that are the same have the same hash.</summary>
    private const long ComparedRows = 2_000_000;

    private const int LongestValue = 200;
    private const double Fence = 3;

    public static DatasetProfile Profile(WorkSession session, IReadOnlyList<string> files, IReadOnlyList<DatasetColumn> columns, long rows, long unreadable)
    {
        var table = $"read_parquet({WorkSession.List(files)})";
        var profiles = new List<ColumnProfile>();
        foreach (var group in columns.Chunk(ImportLimits.ColumnsAtATime))
            profiles.AddRange(Profile(session, table, group, rows));
        var duplicates = rows == 0 ? 0 : CountDuplicates(session, table, columns, rows);
        return new DatasetProfile(ScoreOf(columns, profiles, rows, duplicates, unreadable), duplicates, rows > ComparedRows, unreadable, profiles);
    }

    private static List<ColumnProfile> Profile(WorkSession session, string table, DatasetColumn[] columns, long rows)
    {
        const int values = 8;
        var aggregates = columns.SelectMany(Aggregates);
        var found = new List<ColumnProfile>();
        var quartiles = new List<(int At, double Low, double High)>();
        session.Query($"SELECT {string.Join(", ", aggregates)} FROM {table}", row =>
        {
            for (var at = 0; at < columns.Length; at++)
            {
                var first = at * values;
                var (low, high) = (Number(row, first + 6), Number(row, first + 7));
                if (low is not null && high is not null)
                    quartiles.Add((at, low.Value - Fence * (high.Value - low.Value), high.Value + Fence * (high.Value - low.Value)));
                found.Add(new ColumnProfile(
                    columns[at].Name, rows - row.GetInt64(first), row.GetInt64(first + 1), Text(row, first + 2), Text(row, first + 3), Number(row, first + 4), Number(row, first + 5), null));
            }
        });
        if (quartiles.Count == 0)
            return found;
        var outside = quartiles.Select(fence => FormattableString.Invariant(
            $"count(*) FILTER ({Quote(columns[fence.At])}::DOUBLE < {fence.Low:R}::DOUBLE OR {Quote(columns[fence.At])}::DOUBLE > {fence.High:R}::DOUBLE)"));
        session.Query($"SELECT {string.Join(", ", outside)} FROM {table}", row =>
        {
            for (var at = 0; at < quartiles.Count; at++)
                found[quartiles[at].At] = found[quartiles[at].At] with { Outliers = row.GetInt64(at) };
        });
        return found;
    }

    private static string[] Aggregates(DatasetColumn column)
    {
        var name = Quote(column);
        var isNumber = IsNumber(column.Kind);
        var number = column.Kind == ColumnKind.Float ? $"CASE WHEN isfinite({name}) THEN {name} END" : $"{name}::DOUBLE";
        var hasOrder = column.Kind is not (ColumnKind.Json or ColumnKind.Binary);
        return
        [
            $"count({name})",
            column.Kind == ColumnKind.Json ? $"approx_count_distinct({name}::VARCHAR)" : $"approx_count_distinct({name})",
            hasOrder ? $"left(min({name})::VARCHAR, {LongestValue})" : "NULL",
            hasOrder ? $"left(max({name})::VARCHAR, {LongestValue})" : "NULL",
            isNumber ? $"avg({number})" : "NULL",
            isNumber ? $"approx_quantile({number}, 0.5)" : "NULL",
            isNumber ? $"approx_quantile({number}, 0.25)" : "NULL",
            isNumber ? $"approx_quantile({number}, 0.75)" : "NULL",
        ];
    }

    private static long CountDuplicates(WorkSession session, string table, IReadOnlyList<DatasetColumn> columns, long rows)
    {
        var share = 1 + ((rows - 1) / ComparedRows);
        var hash = $"hash({string.Join(", ", columns.Select(column => column.Kind == ColumnKind.Json ? $"{Quote(column)}::VARCHAR" : Quote(column)))})";
        var duplicates = 0L;
        session.Query(
            $"SELECT coalesce(sum(n - 1), 0)::BIGINT FROM (SELECT count(*) AS n FROM (SELECT {hash} AS h FROM {table}) WHERE h % {share} = 0 GROUP BY h)",
            row => duplicates = row.GetInt64(0));
        return duplicates * share;
    }

    private static double? ScoreOf(IReadOnlyList<DatasetColumn> columns, List<ColumnProfile> profiles, long rows, long duplicates, long unreadable)
    {
        if (rows == 0 || columns.Count == 0)
            return null;
        var cells = (double)rows * columns.Count;
        var completeness = 1 - profiles.Sum(profile => profile.Nulls) / cells;
        var uniqueness = Math.Max(0, 1 - duplicates / (double)rows);
        var validity = Math.Max(0, 1 - unreadable / cells);
        var numbers = profiles.Where(profile => profile.Outliers is not null).Sum(profile => rows - profile.Nulls);
        var regularity = numbers == 0 ? 1 : 1 - profiles.Sum(profile => profile.Outliers ?? 0) / (double)numbers;
        return Math.Round(100 * (0.4 * completeness + 0.25 * validity + 0.25 * uniqueness + 0.1 * regularity), 1);
    }

    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float;

    private static string Quote(DatasetColumn column) => SqlDialect.DuckDb.Quote(column.Name);

    private static string? Text(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private static double? Number(DbDataReader row, int at) =>
        row.IsDBNull(at) || !double.IsFinite(Convert.ToDouble(row.GetValue(at), null)) ? null : Convert.ToDouble(row.GetValue(at), null);
}
