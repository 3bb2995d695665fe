using FunctionsPlatform.Connectors.DuckDb;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>Reads a JSON object a line. The columns are the members of all objects, in the order in which they first come.</summary>
internal static class JsonLinesIntake
{
    private const int LongestLine = 8 * 1024 * 1024;

    public static RawTable Read(WorkSession session, string directory, string file, int mostColumns)
    {
        var lines = Path.Combine(directory, "lines.parquet");
        // A delimiter that no line of JSON has: each line is one value.
        session.Execute($"""
            COPY (SELECT line, CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END AS good
                  FROM read_csv({WorkSession.Quote(file)}, auto_detect = false, columns = {'{'}'line': 'VARCHAR'{'}'}, delim = '\0', quote = '', escape = '', header = false, max_line_size = {LongestLine}, buffer_size = {4 * LongestLine})
                  WHERE line IS NOT NULL AND trim(line) <> '')
            TO {WorkSession.Quote(lines)} (FORMAT parquet, COMPRESSION snappy)
            """);
        var good = $"(SELECT line, file_row_number AS n FROM read_parquet({WorkSession.Quote(lines)}, file_row_number = true) WHERE good)";
        var names = new List<string>();
        session.Query(
            $"""
            SELECT key FROM (SELECT unnest(json_keys(line)) AS key, generate_subscripts(json_keys(line), 1) AS place, n FROM {good})
            GROUP BY key ORDER BY min(n::HUGEINT * 1000000 + place) LIMIT {mostColumns + 1}
            """,
            row => names.Add(row.GetString(0)));
        if (names.Count == 0)
            throw new ImportException(DatasetErrors.Unreadable("no line of it is a JSON object with members."));
        ImportLimits.CheckColumns(names.Count, mostColumns);

        var raw = Path.Combine(directory, "raw.parquet");
        var pointers = names.Select(name => WorkSession.Quote("/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal))).ToList();
        session.Execute($"""
            COPY (SELECT {string.Join(", ", pointers.Select((pointer, at) => $"json_extract_string(line, {pointer}) AS c{at}"))} FROM {good} ORDER BY n)
            TO {WorkSession.Quote(raw)} (FORMAT parquet, COMPRESSION snappy)
            """);
        var broken = new List<BrokenRow>();
        session.Query(
            $"SELECT file_row_number + 1 FROM read_parquet({WorkSession.Quote(lines)}, file_row_number = true) WHERE NOT good ORDER BY 1 LIMIT {CsvIntake.MostBroken}",
            row => broken.Add(new BrokenRow(row.GetInt64(0), "The line is no JSON object.")));
        if (broken.Count >= CsvIntake.MostBroken)
            throw new ImportException(DatasetErrors.Unreadable($"more than {CsvIntake.MostBroken:N0} lines are no JSON objects."));
        return new RawTable([raw], Columns(session, good, names, pointers), broken);
    }

    private static List<RawColumn> Columns(WorkSession session, string good, List<string> names, List<string> pointers)
    {
        var columns = new List<RawColumn>();
        foreach (var group in Enumerable.Range(0, names.Count).Chunk(ImportLimits.ColumnsAtATime))
        {
            var sets = group.Select(at => $"list_sort(array_agg(DISTINCT json_type(line, {pointers[at]})))::VARCHAR");
            session.Query($"SELECT {string.Join(", ", sets)} FROM {good}", row =>
            {
                for (var at = 0; at < group.Length; at++)
                    columns.Add(new RawColumn(names[group[at]], TextOf(row.IsDBNull(at) ? "" : row.GetString(at))));
            });
        }

        return columns;
    }

    /// <param name="types">The JSON types that the values have, as a list is printed.</param>
    private static RawText TextOf(string types)
    {
        var kinds = types.Trim('[', ']').Split(", ", StringSplitOptions.RemoveEmptyEntries).Where(type => type != "NULL").Select(type => type switch
        {
            "BIGINT" or "UBIGINT" or "DOUBLE" => RawText.Numbers,
            "BOOLEAN" => RawText.Flags,
            "VARCHAR" => RawText.Strings,
            _ => RawText.Nested,
        }).Distinct().ToList();
        return kinds.Count switch { 0 => RawText.Strings, 1 => kinds[0], _ => RawText.Mixed };
    }
}
