using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Datasets.Imports;

public enum FileFormat
{
    Csv,
    JsonLines,
    Parquet,
}

/// <summary>What becomes of values and lines that cannot be read.</summary>
public enum UnreadablePolicy
{
    /// <summary>The import fails, and says where they are.</summary>
    Refuse,

    /// <summary>Such values become null and such lines are left out; the report says where they were.</summary>
    Null,
}

/// <summary>How content is read.</summary>
/// <param name="NullText">Of CSV: stands for null where it is not quoted.</param>
public sealed record ReadOptions(
    FileFormat Format = FileFormat.Csv, char Delimiter = ',', bool HasHeader = true, string NullText = "", UnreadablePolicy OnUnreadable = UnreadablePolicy.Refuse)
{
    public static ReadOptions Default { get; } = new();

    /// <summary>Columns whose type is not to be found out but is known. Those that are not named here are found out.</summary>
    public IReadOnlyList<DeclaredColumn> Columns { get; init; } = [];
}

/// <param name="Format">Of dates and times that are not ISO 8601: as strptime has it, <c>%d/%m/%Y</c>.</param>
public sealed record DeclaredColumn(string Name, ColumnKind Kind, string? Format = null);
