namespace Bench.Accuracy;

/// <summary>Figures that are shown alike on the console and in Markdown: columns of text, then columns of numbers.</summary>
internal sealed record ReportTable(int TextColumns, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public IEnumerable<string> Text()
    {
        var widths = Header.Select((name, at) => Rows.Select(row => row[at].Length).Append(name.Length).Max()).ToList();
        return Rows.Prepend(Header).Select(row => string.Join("  ", row.Select((cell, at) => at < TextColumns ? cell.PadRight(widths[at]) : cell.PadLeft(widths[at]))));
    }

    public IEnumerable<string> Markdown() =>
        Rows.Prepend(Header.Select(_ => "---")).Prepend(Header).Select(row => $"| {string.Join(" | ", row)} |");
}
