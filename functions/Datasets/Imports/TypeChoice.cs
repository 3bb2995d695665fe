using System.Globalization;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>
/// Finds out what columns of text hold. A column has the narrowest type that reads all of its values. Where some type reads nearly all (19 of 20), it has that type and
/// the rest counts as unreadable; otherwise it is text. A sample tells what to look for, all rows decide.
/// </summary>
internal sealed class TypeChoice(WorkSession session, RawTable raw)
{
    private const double Nearly = 0.95;
    private const int SampleRows = 20_000;
    private const int MostScale = 6;
    private const int MostDigits = 38;

    /// <summary>Types by what they are tried together with.</summary>
    private enum Family
    {
        Text,
        Numbers,
        Flags,
        Times,
        Clock,
        Uuids,
    }

    public IReadOnlyList<ColumnPlan> Plan(IReadOnlyList<DeclaredColumn> declared)
    {
        var known = declared.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        if (declared.FirstOrDefault(column => raw.Columns.All(own => !own.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase))) is { } missing)
            throw new ImportException(DatasetErrors.ColumnsInvalid($"there is no column '{missing.Name}', whose type was given."));
        var open = Enumerable.Range(0, raw.Columns.Count).Where(at => NeedsLook(at, known)).ToArray();
        var families = Families(open);
        var found = new Dictionary<int, (ColumnKind Kind, string Type)>();
        foreach (var group in families.Where(entry => entry.Value != Family.Text).Chunk(ImportLimits.ColumnsAtATime))
            Decide(group, known, found);
        return [.. raw.Columns.Select((column, at) => PlanOf(column, at, known.GetValueOrDefault(column.Name), found))];
    }

    private bool NeedsLook(int at, Dictionary<string, DeclaredColumn> known)
    {
        var column = raw.Columns[at];
        if (known.TryGetValue(column.Name, out var declared))
            return declared.Kind == ColumnKind.Decimal;
        return column.Known is ColumnKind.Decimal || (column.Known is null && column.Text is not (RawText.Nested or RawText.Mixed));
    }

    private static ColumnPlan PlanOf(RawColumn column, int at, DeclaredColumn? declared, Dictionary<int, (ColumnKind Kind, string Type)> found)
    {
        var name = $"c{at}";
        if (declared is not null)
        {
            var type = declared.Kind == ColumnKind.Decimal ? (found.TryGetValue(at, out var number) ? number.Type : KindTypes.Of(ColumnKind.Decimal)) : KindTypes.Of(declared.Kind);
            return column.Known is null
                ? ColumnPlan.OfText(column.Name, name, declared.Kind, type, declared.Format)
                : ColumnPlan.OfValues(column.Name, name, declared.Kind, type);
        }

        if (column.Known is { } kind and not ColumnKind.Decimal)
            return ColumnPlan.OfValues(column.Name, name, kind == ColumnKind.Other ? ColumnKind.Text : kind, KindTypes.Of(kind));
        if (column.Text == RawText.Nested)
            return ColumnPlan.OfText(column.Name, name, ColumnKind.Json, "JSON");
        var (chosen, chosenType) = found.TryGetValue(at, out var choice) ? choice
            : column.Known == ColumnKind.Decimal ? (ColumnKind.Decimal, KindTypes.Of(ColumnKind.Decimal))
            : (ColumnKind.Text, "VARCHAR");
        return ColumnPlan.OfText(column.Name, name, chosen, chosenType);
    }

    private Dictionary<int, Family> Families(int[] columns)
    {
        var families = new Dictionary<int, Family>();
        foreach (var group in columns.Chunk(ImportLimits.ColumnsAtATime))
        {
            string[] tried = [TextPatterns.Float, "(?i:true|false)", TextPatterns.Timestamp, TextPatterns.TimestampTz, TextPatterns.Time, TextPatterns.Uuid];
            var counts = group.SelectMany(at => tried.Select(pattern => CountOf(at, pattern)).Prepend($"count({Given(at)})"));
            session.Query($"SELECT {string.Join(", ", counts)} FROM (SELECT * FROM {raw.Table} LIMIT {SampleRows})", row =>
            {
                for (var column = 0; column < group.Length; column++)
                {
                    var found = Enumerable.Range(column * (tried.Length + 1), tried.Length + 1).Select(row.GetInt64).ToArray();
                    families[group[column]] = FamilyOf(raw.Columns[group[column]], found[0], found[1], found[2], found[3] + found[4], found[5], found[6]);
                }
            });
        }

        return families;
    }

    private static Family FamilyOf(RawColumn column, long given, long numbers, long flags, long times, long clock, long uuids)
    {
        var (takesText, takesNumbers, takesFlags) = (column.Text is RawText.Any or RawText.Strings, column.Text is RawText.Any or RawText.Numbers, column.Text is RawText.Any or RawText.Flags);
        return given == 0 ? Family.Text
            : column.Known == ColumnKind.Decimal || (takesNumbers && IsNearly(numbers)) ? Family.Numbers
            : takesFlags && IsNearly(flags) ? Family.Flags
            : takesText && IsNearly(times) ? Family.Times
            : takesText && IsNearly(clock) ? Family.Clock
            : takesText && IsNearly(uuids) ? Family.Uuids
            : Family.Text;

        bool IsNearly(long count) => count >= given * Nearly;
    }

    private void Decide(KeyValuePair<int, Family>[] columns, Dictionary<string, DeclaredColumn> known, Dictionary<int, (ColumnKind Kind, string Type)> found)
    {
        var counts = columns.SelectMany(entry => Counts(entry.Key, entry.Value)).ToList();
        session.Query($"SELECT {string.Join(", ", counts)} FROM {raw.Table}", row =>
        {
            var next = 0;
            foreach (var (at, family) in columns)
            {
                var numbers = Enumerable.Range(next, Counts(at, family).Count).Select(column => row.IsDBNull(column) ? 0 : Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture)).ToArray();
                next += numbers.Length;
                var isDeclared = known.ContainsKey(raw.Columns[at].Name) || raw.Columns[at].Known is not null;
                if (Choose(family, numbers, isDeclared) is { } choice)
                    found[at] = choice;
            }
        });
    }

    private static List<string> Counts(int at, Family family) => family switch
    {
        Family.Numbers =>
        [
            $"count({Given(at)})", $"count({Given(at)}) FILTER (try_cast({Given(at)} AS BIGINT) IS NOT NULL AND {TextPatterns.Matches(Given(at), TextPatterns.Integer)})",
            CountOf(at, TextPatterns.Fixed), CountOf(at, TextPatterns.Float), CountOf(at, TextPatterns.LeadingZero),
            $"max(length(rtrim(regexp_extract({Given(at)}, '\\.([0-9]+)$', 1), '0')))", $"max(length(regexp_extract({Given(at)}, '^-?([0-9]+)', 1)))",
        ],
        Family.Flags => [$"count({Given(at)})", CountOf(at, "(?i:true|false)")],
        Family.Times =>
        [
            $"count({Given(at)})", Readable(at, ColumnKind.Date), Readable(at, ColumnKind.Timestamp), Readable(at, ColumnKind.TimestampTz),
        ],
        Family.Clock => [$"count({Given(at)})", Readable(at, ColumnKind.Time)],
        _ => [$"count({Given(at)})", Readable(at, ColumnKind.Uuid)],
    };

    private static (ColumnKind Kind, string Type)? Choose(Family family, long[] counts, bool isDeclared)
    {
        var given = counts[0];
        if (family == Family.Numbers)
            return ChooseNumber(counts, isDeclared);
        ColumnKind[] kinds = family switch
        {
            Family.Flags => [ColumnKind.Boolean],
            Family.Times => [ColumnKind.Date, ColumnKind.Timestamp, ColumnKind.TimestampTz],
            Family.Clock => [ColumnKind.Time],
            _ => [ColumnKind.Uuid],
        };
        var best = counts.Skip(1).Max();
        if (best < given * Nearly)
            return null;
        var kind = kinds[Array.IndexOf(counts, best, 1) - 1];
        return (kind, KindTypes.Of(kind));
    }

    private static (ColumnKind Kind, string Type)? ChooseNumber(long[] counts, bool isDeclared)
    {
        var (given, integers, fixeds, floats, zeros, scale, digits) = (counts[0], counts[1], counts[2], counts[3], counts[4], (int)counts[5], (int)counts[6]);
        if (!isDeclared && (zeros > 0 || floats < given * Nearly))
            return null;
        if (!isDeclared && integers == floats)
            return (ColumnKind.Integer, "BIGINT");
        var fits = fixeds == floats && digits + scale <= MostDigits && (isDeclared || scale <= MostScale);
        return fits ? (ColumnKind.Decimal, string.Create(CultureInfo.InvariantCulture, $"DECIMAL({(digits + scale <= 18 ? 18 : MostDigits)},{scale})")) : (ColumnKind.Float, "DOUBLE");
    }

    private static string Given(int at) => $"nullif(c{at}, '')";

    private static string CountOf(int at, string pattern) => $"count({Given(at)}) FILTER ({TextPatterns.Matches(Given(at), pattern)})";

    private static string Readable(int at, ColumnKind kind) => $"count({ColumnPlan.OfText("", $"c{at}", kind, KindTypes.Of(kind)).Value})";
}
