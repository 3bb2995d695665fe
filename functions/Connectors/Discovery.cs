using System.Globalization;

namespace FunctionsPlatform.Connectors;

/// <summary>One discovery of one database: asks its catalogue, then samples its text columns while time is left.</summary>
internal sealed class Discovery(
    DatabaseConnector connector, CatalogQueries queries, ConnectionSettings settings, DiscoveryLimits limits, TimeProvider clock)
{
    /// <summary>So that one slow view does not take the time of all other tables.</summary>
    private static readonly TimeSpan LongestSample = TimeSpan.FromSeconds(3);

    private readonly long _started = clock.GetTimestamp();
    private bool _isComplete = true;

    public async Task<SchemaCatalog> RunAsync(CancellationToken cancellationToken)
    {
        var columns = await TryAsync(queries.Columns[0], LongestList, isNeeded: true, cancellationToken);
        foreach (var more in queries.Columns.Skip(1))
            columns.AddRange(await TryAsync(more, LongestList, isNeeded: false, cancellationToken));
        var primaryKeys = await TryAsync(queries.PrimaryKeys, LongestList, isNeeded: false, cancellationToken);
        var foreignKeys = await TryAsync(queries.ForeignKeys, LongestList, isNeeded: false, cancellationToken);
        var defaultSchema = queries.DefaultSchema is { } sql ? (await TryAsync(sql, 1, isNeeded: false, cancellationToken)).FirstOrDefault()?[0] as string : null;

        var tables = new List<SchemaTable>();
        foreach (var table in Tables(columns, primaryKeys, foreignKeys))
        {
            if (tables.Count == limits.MaxTables)
            {
                _isComplete = false;
                break;
            }
            tables.Add(await WithValuesAsync(table, cancellationToken));
        }
        return new SchemaCatalog(defaultSchema, tables, clock.GetUtcNow(), _isComplete);
    }

    private long LongestList => limits.MaxTables * 100L;

    private TimeSpan TimeLeft => limits.Timeout - clock.GetElapsedTime(_started);

    private IEnumerable<SchemaTable> Tables(List<object?[]> columns, List<object?[]> primaryKeys, List<object?[]> foreignKeys)
    {
        var keysOf = primaryKeys.ToLookup(row => (row[0] as string, Text(row[1])), row => Text(row[2]));
        var referencesOf = foreignKeys.ToLookup(row => (row[0] as string, Text(row[1])));
        return columns.GroupBy(row => (row[0] as string, Text(row[1]))).Select(table =>
        {
            var first = table.First();
            return new SchemaTable(
                table.Key.Item1,
                table.Key.Item2,
                [.. table.Select(row => new SchemaColumn(
                    Text(row[5]), row[6] as string ?? "", connector.KindOf(row[6] as string ?? ""), IsTrue(row[7]), Description: Comment(row[8])))],
                [.. keysOf[table.Key]],
                [.. referencesOf[table.Key].GroupBy(row => Text(row[2])).Select(key => new ForeignKey(
                    [.. key.Select(row => Text(row[3]))], key.First()[4] as string, Text(key.First()[5]), [.. key.Select(row => Text(row[6]))]))],
                first[3] is null ? null : Convert.ToInt64(first[3], CultureInfo.InvariantCulture),
                IsTrue(first[2]),
                Comment(first[4]));
        });
    }

    private async Task<SchemaTable> WithValuesAsync(SchemaTable table, CancellationToken cancellationToken)
    {
        string[] sampled = [.. table.Columns.Where(column => column.Kind == ColumnKind.Text).Select(column => column.Name)];
        if (sampled.Length == 0 && !queries.CountsRows)
            return table;
        if (TimeLeft <= TimeSpan.Zero)
        {
            _isComplete = false;
            return table;
        }
        var rows = await TryAsync(queries.Sample(table, sampled, limits), long.MaxValue, isNeeded: false, cancellationToken, LongestSample);
        if (rows.Count == 0)
            return table;

        var values = rows.Where(row => row[1] is not null).ToLookup(row => Position(row[0]), row => Text(row[1]));
        var count = values[-1].FirstOrDefault();
        return table with
        {
            RowEstimate = count is null ? table.RowEstimate : long.Parse(count, CultureInfo.InvariantCulture),
            Columns = [.. table.Columns.Select(column => column with { Values = Few(values[Array.IndexOf(sampled, column.Name) is >= 0 and var at ? at : int.MaxValue]) })],
        };
    }

    private string[]? Few(IEnumerable<string> values)
    {
        string[] few = [.. values.Take(limits.MaxDistinctValues + 1)];
        if (few.Length == 0 || few.Length > limits.MaxDistinctValues || Array.Exists(few, value => value.Length > CatalogQueries.LongestValue))
            return null;
        Array.Sort(few, StringComparer.Ordinal);
        return few;
    }

    /// <summary>The rows of one query, or none and an incomplete catalogue when it fails. A database that cannot be reached fails the discovery.</summary>
    private async Task<List<object?[]>> TryAsync(string sql, long maxRows, bool isNeeded, CancellationToken cancellationToken, TimeSpan? longest = null)
    {
        var timeout = longest < TimeLeft ? longest.Value : TimeLeft;
        if (timeout > TimeSpan.Zero)
        {
            try
            {
                return await connector.QueryAsync(settings, sql, new ReadLimits(timeout, maxRows), cancellationToken);
            }
            catch (ConnectorException exception) when (
                exception.Failure == ConnectorFailure.TimedOut || exception.Failure == ConnectorFailure.StatementFailed && !isNeeded)
            {
            }
        }
        _isComplete = false;
        return [];
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string? Comment(object? value) => value is string { Length: > 0 } text ? text : null;

    private static bool IsTrue(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0;

    private static int Position(object? value) => Convert.ToInt32(value, CultureInfo.InvariantCulture);
}
