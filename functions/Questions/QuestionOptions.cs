using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Questions;

/// <summary>Section <c>Questions</c>.</summary>
public sealed class QuestionOptions
{
    public const string Section = "Questions";

    /// <summary>After which a statement is cancelled on the server.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:03:30")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long each of a question's near readings may be tried before one is chosen.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:00:30")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Rows of a result that are kept and can be read again.</summary>
    [Range(1, 100_000)]
    public int MaxRowsKept { get; set; } = 10_000;

    /// <summary>Rows that a question in a data workspace reads for its statistics.</summary>
    [Range(1, 100_000_000)]
    public long MaxRowsRead { get; set; } = 1_000_000;

    /// <summary>Memory that the kept rows of one result may take, roughly.</summary>
    [Range(1_000, 512L * 1024 * 1024)]
    public long MaxBytesKept { get; set; } = 32L * 1024 * 1024;

    /// <summary>Questions of one workspace that an instance runs at a time, so that those of others find room.</summary>
    [Range(1, 1_000)]
    public int MaxRunning { get; set; } = 10;

    /// <summary>How often a running question looks whether it was cancelled on another instance.</summary>
    public TimeSpan CancellationPoll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Discovery, translation with one repair, two runs: nothing answered in place lasts longer.</summary>
    internal TimeSpan Longest => 2 * StatementTimeout + TimeSpan.FromMinutes(4);
}
