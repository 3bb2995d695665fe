using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Questions;

public static class QuestionErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "question_not_found", "There is no question of that id in this workspace.");

    public static ApiError Empty { get; } = new(
        ErrorKind.Invalid, "question_empty", "The question is empty.", [new FieldError("$.question", "Ask something in plain language.")]);

    public static ApiError Cancelled { get; } = new(ErrorKind.NotAllowedInState, "question_cancelled", "The question was cancelled.");

    public static ApiError Finished { get; } = new(
        ErrorKind.NotAllowedInState, "question_finished", "The question is finished; only a running one can be cancelled.");

    public static ApiError NotCompleted { get; } = new(
        ErrorKind.NotAllowedInState, "question_not_completed", "Only a question that was answered can be verified.");

    /// <summary>SQL of a person that the database does not take.</summary>
    public static ApiError CannotRun(string databaseMessage) => new(
        ErrorKind.Invalid, "sql_cannot_run", $"The database cannot run this SQL: {databaseMessage}", [new FieldError("$.sql", databaseMessage)]);

    /// <summary>The process that ran it stopped.</summary>
    public static ApiError Interrupted { get; } = new(
        ErrorKind.Internal, "question_interrupted", "The question was interrupted before it was answered. Ask it again.");

    public static ApiError TooLong(int limit) => new(
        ErrorKind.Invalid, "question_too_long", $"The question has more than {limit:N0} characters.", [new FieldError("$.question", $"At most {limit:N0} characters.")]);

    public static ApiError Unreadable { get; } = new(
        ErrorKind.Invalid, "question_unreadable", "The question has characters that are no text.", [new FieldError("$.question", "Leave control characters away.")]);

    public static ApiError AsOfBeyond(int earliest, int latest) => new(
        ErrorKind.Invalid, "as_of_invalid", "The time that the question takes for now is out of range.", [new FieldError("$.as_of", $"A year from {earliest} to {latest}.")]);

    public static ApiError TooManyRunning(int limit) => new(
        ErrorKind.RateLimited, "too_many_questions", $"{limit} questions of this workspace are running already; try again when one is answered.", RetryAfter: TimeSpan.FromSeconds(1));

    public static ApiError NoTranslator(string name) => new(
        ErrorKind.Invalid, "translator_unavailable", $"The workspace is set to the translator '{name}', which this deployment does not have.");
}
