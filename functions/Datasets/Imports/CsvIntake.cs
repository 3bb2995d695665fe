using System.Text;
using FunctionsPlatform.Connectors.DuckDb;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>Reads CSV after RFC 4180: every value as text, so that nothing is decided before all of it was seen.</summary>
internal static class CsvIntake
{
    /// <summary>Beyond it a file is no CSV of the kind that was said.</summary>
    public const int MostBroken = 100_000;

    private const int LongestHeader = 1024 * 1024;
    private const int LongestLine = 8 * 1024 * 1024;

    public static RawTable Read(WorkSession session, string directory, string file, ReadOptions options)
    {
        var first = FirstRecord(file, options.Delimiter);
        if (first.Count == 0)
            throw new ImportException(DatasetErrors.Unreadable("the file is empty."));
        var names = options.HasHeader ? first : [.. first.Select((_, at) => $"column_{at + 1}")];
        var raw = Path.Combine(directory, "raw.parquet");
        var types = string.Join(", ", names.Select((_, at) => $"'c{at}': 'VARCHAR'"));
        session.Execute($"""
            COPY (SELECT * FROM read_csv({WorkSession.Quote(file)}, auto_detect = false, columns = {'{'}{types}{'}'}, delim = {WorkSession.Quote(options.Delimiter.ToString())},
                quote = '"', escape = '"', header = {options.HasHeader}, nullstr = {WorkSession.Quote(options.NullText)}, allow_quoted_nulls = false, strict_mode = true,
                max_line_size = {LongestLine}, buffer_size = {4 * LongestLine}, store_rejects = true, rejects_limit = {MostBroken}))
            TO {WorkSession.Quote(raw)} (FORMAT parquet, COMPRESSION snappy)
            """);
        return new RawTable([raw], [.. names.Select(name => new RawColumn(name.Trim(), RawText.Any))], ReadBroken(session, options.HasHeader));
    }

    private static List<BrokenRow> ReadBroken(WorkSession session, bool hasHeader)
    {
        var broken = new List<BrokenRow>();
        session.Query(
            "SELECT line, min(error_type::VARCHAR) FROM reject_errors GROUP BY line ORDER BY line",
            row => broken.Add(new BrokenRow(Convert.ToInt64(row.GetValue(0), null) - (hasHeader ? 1 : 0), ReasonOf(row.GetString(1)))));
        if (broken.Count >= MostBroken)
            throw new ImportException(DatasetErrors.Unreadable($"more than {MostBroken:N0} lines do not have as many fields as the first. Is the delimiter right?"));
        return broken;
    }

    private static string ReasonOf(string error) => error switch
    {
        "MISSING COLUMNS" => "The line has too few fields.",
        "TOO MANY COLUMNS" => "The line has too many fields.",
        "UNQUOTED VALUE" => "A quote is not closed, or something follows one.",
        "LINE SIZE OVER MAXIMUM" => $"The line is longer than {LongestLine / 1024 / 1024} MiB.",
        "INVALID ENCODING" or "INVALID UNICODE" => "The line is not UTF-8.",
        _ => "The line cannot be read.",
    };

    /// <summary>The fields of the first record; none of an empty file.</summary>
    private static List<string> FirstRecord(string file, char delimiter)
    {
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: false), detectEncodingFromByteOrderMarks: true);
        var (fields, field, isQuoted, read) = (new List<string>(), new StringBuilder(), false, 0);
        while (reader.Read() is var next and >= 0)
        {
            if (++read > LongestHeader)
                throw new ImportException(DatasetErrors.Unreadable("the first line is longer than a header can be."));
            var c = (char)next;
            if (c == '\0')
                throw new ImportException(DatasetErrors.Unreadable("it is no text."));
            if (c == '"')
                isQuoted = !isQuoted || (reader.Peek() == '"' && Take(reader, field));
            else if (isQuoted || (c != delimiter && c is not ('\r' or '\n')))
                field.Append(c);
            else if (c == delimiter)
                EndField();
            else
                break;
        }

        if (isQuoted)
            throw new ImportException(DatasetErrors.Unreadable("a quote in the first line is not closed."));
        if (read > 0)
            EndField();
        return fields;

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }

    /// <summary>A doubled quote within quotes stands for one.</summary>
    private static bool Take(StreamReader reader, StringBuilder field)
    {
        field.Append((char)reader.Read());
        return true;
    }
}
