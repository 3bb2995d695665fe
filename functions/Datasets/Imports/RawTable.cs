using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>Content as it came, in Parquet files of the work directory whose columns are c0, c1, ...</summary>
/// <param name="Broken">Where rows were left out, by their place among all rows from 1, in order.</param>
internal sealed record RawTable(IReadOnlyList<string> Files, IReadOnlyList<RawColumn> Columns, IReadOnlyList<BrokenRow> Broken)
{
    /// <summary>To select from, with the place of each row among those that were not left out, from 0, as <c>n</c>.</summary>
    public string From => $"(SELECT *, row_number() OVER () - 1 AS n FROM {Table})";

    public string Table => $"read_parquet({WorkSession.List(Files)}, union_by_name = true)";

    /// <summary>Values that lie beside the columns because they are of another kind.</summary>
    public IReadOnlyList<ImportProblem> Odd { get; init; } = [];

    public long OddValues { get; init; }

    /// <summary>The place among all rows, from 1, of one that was not left out.</summary>
    public long PlaceOf(long n)
    {
        var place = n + 1;
        foreach (var broken in Broken)
        {
            if (broken.Row > place)
                break;
            place++;
        }

        return place;
    }
}

/// <param name="Known">The kind of its values where they came as values; null where they came as text.</param>
internal sealed record RawColumn(string Name, RawText Text, ColumnKind? Known = null);

/// <summary>What a text may stand for.</summary>
internal enum RawText
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>Numbers of JSON.</summary>
    Numbers,

    /// <summary>Strings of JSON: one that holds digits is no number.</summary>
    Strings,

    /// <summary>true and false of JSON.</summary>
    Flags,

    /// <summary>Objects and arrays of JSON.</summary>
    Nested,

    /// <summary>Several of these, so that only text holds them all.</summary>
    Mixed,
}

internal sealed record BrokenRow(long Row, string Reason);
