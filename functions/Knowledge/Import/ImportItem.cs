using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Knowledge.Import;

/// <summary>What a file says of one thing: a metric, other names, or what is not understood of it.</summary>
/// <param name="Name">What it is and what it is called in the file: <c>metric revenue</c>.</param>
internal sealed record ImportItem(string Name, Metric? Metric = null, KnownName? Names = null, string? Reason = null)
{
    /// <summary>Other names of a table or column, where the file says any; null where it says nothing new.</summary>
    /// <param name="names">Some of them may be missing, or the column's own.</param>
    public static ImportItem? NamesOf(string item, string table, string? column, IEnumerable<string?> names, string? description)
    {
        var own = YamlReading.Words(column ?? table[(table.LastIndexOf('.') + 1)..]);
        var aliases = names.OfType<string>().Select(YamlReading.Words).Where(name => name.Length > 0 && !name.Equals(own, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return aliases.Count == 0 && description is null ? null : new ImportItem(item, Names: new KnownName(table, column, aliases, description));
    }
}

/// <summary>What became of it.</summary>
/// <param name="Reason">Why it was skipped.</param>
public sealed record ImportedItem(string Name, ImportOutcome Outcome, string? Reason);

public enum ImportOutcome
{
    Created,
    Updated,
    Skipped,
}
