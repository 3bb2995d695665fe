namespace FunctionsPlatform.Datasets.Imports;

/// <summary>What keeps statements and datasets within bounds.</summary>
internal static class ImportLimits
{
    /// <summary>Columns that one statement looks at.</summary>
    public const int ColumnsAtATime = 40;

    private const int LongestName = 200;

    public static void CheckColumns(int columns, int most)
    {
        if (columns > most)
            throw new ImportException(DatasetErrors.TooLarge($"it has more than {most:N0} columns."));
    }

    public static void CheckRows(long rows, long most)
    {
        if (rows > most)
            throw new ImportException(DatasetErrors.TooLarge($"it has more than {most:N0} rows."));
    }

    public static void CheckNames(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < names.Count; at++)
        {
            var name = names[at];
            if (name.Length is 0 or > LongestName)
                throw new ImportException(DatasetErrors.ColumnsInvalid($"column {at + 1} has no name, or one of more than {LongestName} characters."));
            if (name.Any(char.IsControl))
                throw new ImportException(DatasetErrors.ColumnsInvalid($"the name of column {at + 1} has control characters."));
            if (!seen.Add(name))
                throw new ImportException(DatasetErrors.ColumnsInvalid($"two columns are named '{name}'; upper and lower case make no difference."));
        }
    }
}
