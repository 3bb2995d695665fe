using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Datasets;

public static class DatasetErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "dataset_not_found", "There is no dataset of that id in this workspace. List the datasets to see which there are.");

    public static ApiError NameTaken(string name) => new(
        ErrorKind.Conflict, "dataset_exists", $"There is a dataset named '{name}' already.", [new FieldError("$.name", "Is taken.")]);

    public static ApiError Invalid(params IReadOnlyList<FieldError> fields) => new(ErrorKind.Invalid, "dataset_invalid", "The dataset is not valid.", fields);

    public static ApiError TooMany(int most) => new(ErrorKind.NotAllowedInState, "too_many_datasets", $"A workspace has at most {most} datasets; delete one first.");

    public static ApiError NotReady { get; } = new(
        ErrorKind.NotAllowedInState, "dataset_not_ready", "The dataset has no content yet. Its status says whether it is awaited, being imported or has failed.");

    public static ApiError Busy { get; } = new(
        ErrorKind.NotAllowedInState, "dataset_busy", "Content of the dataset is being imported. Try again when its status is ready or failed.");

    public static ApiError NotRefreshable { get; } = new(
        ErrorKind.NotAllowedInState, "dataset_not_refreshable", "Only a dataset that is a query over a connection can be refreshed; send others their content.");

    public static ApiError NoUpload { get; } = new(
        ErrorKind.NotAllowedInState, "dataset_upload_missing", "Nothing was uploaded: put the file to the upload's address first, or open an upload.");

    public static ApiError FileTooLarge(long mostBytes) => new(
        ErrorKind.TooLarge, "dataset_file_too_large", $"The file is larger than the {mostBytes:N0} bytes that are imported here.");

    /// <summary>Rows, columns or unpacked size beyond what this deployment takes.</summary>
    public static ApiError TooLarge(string what) => new(ErrorKind.TooLarge, "dataset_too_large", $"The content is too large: {what}");

    public static ApiError Unreadable(string why) => new(ErrorKind.Invalid, "dataset_file_unreadable", $"The content cannot be read: {why}");

    public static ApiError ColumnsInvalid(string why) => new(ErrorKind.Invalid, "dataset_columns_invalid", $"The columns cannot be used: {why}");

    /// <summary>Values or lines that could not be read, of an import that takes none such.</summary>
    public static ApiError ValuesUnreadable(ImportReport report) => new(
        ErrorKind.Invalid,
        "dataset_values_unreadable",
        $"{report.BrokenRows:N0} lines and {report.UnreadableValues:N0} values could not be read. Correct them, declare the columns' types, or import with on_error null.",
        [.. report.Problems.Select(problem => new FieldError(problem.Column is null ? $"row {problem.Row}" : $"row {problem.Row}, column {problem.Column}", problem.Reason))]);

    public static ApiError ImportFailed { get; } = new(
        ErrorKind.Internal, "dataset_import_failed", "Something went wrong on our side during the import. Start it again; tell support the dataset's id if it fails again.");

    public static ApiError ImportTimedOut(TimeSpan limit) => new(
        ErrorKind.TooLarge, "dataset_import_timed_out", $"The import took longer than {limit.TotalMinutes:0} minutes and was stopped.");

    public static ApiError TableUnknown(string name) => new(
        ErrorKind.QueryFailed, "dataset_table_unknown", $"The query reads '{Short(name)}', and this workspace has no dataset of that name. Tables are datasets, by their names.");

    public static ApiError TooManyQueries { get; } = new(
        ErrorKind.RateLimited, "too_many_queries", "Too many queries are running; try again in a moment.", RetryAfter: TimeSpan.FromSeconds(1));

    public static ApiError QuestionInvalid(int longest) => new(
        ErrorKind.Invalid, "dataset_question_invalid", "The question cannot be read.", [new FieldError("$.question", $"Ask something in plain language, in at most {longest:N0} characters.")]);

    public static ApiError NoTranslator { get; } = new(
        ErrorKind.Invalid, "dataset_translator_unavailable", "The workspace is set to a translator that this deployment does not have.");

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
