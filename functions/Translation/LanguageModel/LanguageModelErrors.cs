using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Translation.LanguageModel;

/// <summary>A model is another system that we depend on, so its failures are those of a connection. None repeats what it said.</summary>
internal static class LanguageModelErrors
{
    public static ApiError Unavailable { get; } =
        new(ErrorKind.ConnectionFailed, "language_model_unavailable", "The language model cannot be reached now. Try again later.");

    public static ApiError TimedOut { get; } =
        new(ErrorKind.ConnectionFailed, "language_model_timeout", "The language model did not answer in time. Try again, or ask something simpler.");

    public static ApiError Unusable { get; } =
        new(ErrorKind.ConnectionFailed, "language_model_unusable_answer", "The language model gave no usable answer. Ask again, or in other words.");

    public static ApiError Busy(TimeSpan? retryAfter) =>
        new(ErrorKind.RateLimited, "language_model_busy", "The language model has too much to do. Try again later.", RetryAfter: retryAfter);

    public static ApiError CannotAnswer(string missing) =>
        new(ErrorKind.Invalid, "question_not_understood", $"The question cannot be answered from this database: {missing}");
}
