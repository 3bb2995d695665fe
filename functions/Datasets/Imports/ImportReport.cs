namespace FunctionsPlatform.Datasets.Imports;

/// <summary>What an import read, and what it could not read.</summary>
/// <param name="Rows">Rows that were taken.</param>
/// <param name="BrokenRows">Rows that were left out: broken lines.</param>
/// <param name="UnreadableValues">Values that are null now.</param>
/// <param name="Problems">Where these are, the first of them.</param>
public sealed record ImportReport(long Rows, long BrokenRows, long UnreadableValues, IReadOnlyList<ImportProblem> Problems)
{
    /// <summary>Problems of one import that are told.</summary>
    public const int MostProblems = 100;

    public bool IsClean => BrokenRows == 0 && UnreadableValues == 0;
}

/// <param name="Row">From 1, the header not counted, broken lines counted.</param>
/// <param name="Column">Null where the row as a whole is meant.</param>
/// <param name="Reason">Without the value itself.</param>
public sealed record ImportProblem(long Row, string? Column, string Reason);
