using System.Text;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Questions;

/// <summary>A question that was asked of a connection, and how far its answer is.</summary>
public sealed record Question(Guid Id, WorkspaceId Workspace, Guid ConnectionId, string Text, DateTimeOffset AskedAt)
{
    public static PublicId PublicId { get; } = new("question", "q_");

    public QuestionState State { get; init; }

    /// <summary>The number of the data workspace that it was asked in; null when it was asked of a connection.</summary>
    public int? DataWorkspace { get; init; }

    /// <summary>What the question takes for now; null for the time it is asked.</summary>
    public DateTimeOffset? AsOf { get; init; }

    public string? Sql { get; init; }

    /// <summary>Who made the SQL.</summary>
    public string? Translator { get; init; }

    /// <summary>How the question was understood, for people.</summary>
    public string? Explanation { get; init; }

    public double? Confidence { get; init; }

    public long? RowCount { get; init; }

    /// <summary>Of the statement, with reading its rows.</summary>
    public TimeSpan? RunTime { get; init; }

    /// <summary>Why it failed. While it is not finished: what the latest attempt said.</summary>
    public ApiError? Error { get; init; }

    /// <summary>The answer as <see cref="AnswerJson"/> writes it, where it is small enough to be kept with the question.</summary>
    internal BinaryData? SmallAnswer { get; init; }

    public bool IsFinished => State is QuestionState.Completed or QuestionState.Failed or QuestionState.Cancelled;

    /// <summary>Whether the request that asks it waits for its answer; others are answered by an orchestration.</summary>
    internal bool IsInPlace => DataWorkspace is null;

    /// <summary>The text by which two questions count as the same: case, spacing and closing punctuation make no difference.</summary>
    public static string Normalize(string text)
    {
        var words = text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words).TrimEnd('?', '.', '!', ' ');
    }

    /// <summary>What a reader sees when the process that ran it in place is gone: a question in progress does not outlive the limit.</summary>
    internal Question SeenAt(DateTimeOffset now, TimeSpan limit) =>
        State == QuestionState.InProgress && IsInPlace && now - AskedAt > limit
            ? this with { State = QuestionState.Failed, Error = QuestionErrors.Interrupted }
            : this;
}

public enum QuestionState
{
    Pending,
    InProgress,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>What is asked.</summary>
public sealed record Ask(Guid ConnectionId, string Text)
{
    public DateTimeOffset? AsOf { get; init; }

    public int? DataWorkspace { get; init; }
}
