using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>What is to be read for a run.</summary>
/// <param name="Statement">Gives the columns that the sync uses and no other.</param>
/// <param name="Key">Of the result's columns, those that tell rows apart; empty where the whole row does.</param>
/// <param name="CursorColumn">Of the result's columns, the one whose highest value is wanted.</param>
public sealed record ExtractRequest(OpenConnection Source, ReadStatement Statement, IReadOnlyList<string> Key, string? CursorColumn = null)
{
    /// <summary>
    /// Keeps the rows on this machine and not in storage. That saves most of the time of a run that sends few of its rows, which are put into storage when they are
    /// compared. Where another machine compares, or this one was restarted, <see cref="ExtractLostException"/> says that the source must be read again.
    /// </summary>
    public bool IsLocal { get; init; }
}

/// <summary>What was read for a run, in parts of at most <see cref="SyncOptions.ChunkRows"/> rows.</summary>
/// <param name="Token">Tells the attempts of reading apart: what an earlier one left is not looked at.</param>
/// <param name="Key">Positions of the key's columns.</param>
/// <param name="NullKeys">Rows whose key has a null in it.</param>
/// <param name="HighestCursor">
/// Of the cursor column, as <see cref="ExtractSql"/> takes it; null when no row has a value. A value of a row: not for logs, nor for an orchestration's history.
/// </param>
public sealed record Extract(
    string Token,
    long Rows,
    IReadOnlyList<ResultColumn> Columns,
    IReadOnlyList<int> Key,
    IReadOnlyList<ExtractPart> Parts,
    long NullKeys,
    bool IsLocal,
    string? HighestCursor);

public sealed record ExtractPart(int Rows, long Bytes);

/// <summary>The rows of <see cref="ExtractRequest.IsLocal"/> are not on this machine. The source is to be read again.</summary>
public sealed class ExtractLostException() : Exception("The rows that were read are not on this machine any more.");
