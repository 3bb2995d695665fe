using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Questions;

/// <summary>The kept rows of a result. Column names are unique.</summary>
/// <param name="Rows">Values in the CLR types of <see cref="ColumnKind"/>.</param>
/// <param name="TotalRows">Rows that were read, of which <paramref name="Rows"/> are the first.</param>
/// <param name="IsTruncated">Whether the database had more rows than are kept here.</param>
public sealed record ResultFrame(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<object?[]> Rows, long TotalRows, bool IsTruncated)
{
    /// <summary>The columns under names that occur once: a second <c>count</c> becomes <c>count_2</c>.</summary>
    public static IReadOnlyList<ResultColumn> WithUniqueNames(IReadOnlyList<ResultColumn> columns)
    {
        var originals = columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. columns.Select(column => taken.Add(column.Name) ? column : column with { Name = NextFree(column.Name) })];

        string NextFree(string name)
        {
            var number = 2;
            while (originals.Contains($"{name}_{number}") || taken.Contains($"{name}_{number}"))
                number++;
            taken.Add($"{name}_{number}");
            return $"{name}_{number}";
        }
    }
}

/// <summary>What a question found: rows, what the columns hold, and a sentence about it.</summary>
/// <param name="Statistics">One a column, over the whole result and not only the kept rows.</param>
public sealed record Answer(ResultFrame Frame, IReadOnlyList<ColumnStatistics> Statistics, string Summary, ChartHint Chart);

/// <summary>How a result is best drawn.</summary>
public enum ChartHint
{
    Table,

    /// <summary>One value.</summary>
    Metric,

    /// <summary>A value for each of a few names.</summary>
    Bar,

    /// <summary>A value over time.</summary>
    Line,
}
