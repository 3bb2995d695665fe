using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Models;

public static class ModelErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "model_not_found", "There is no model of that id in this workspace. List the models to see which there are.");

    public static ApiError NameTaken(string name) => new(
        ErrorKind.Conflict, "model_exists", $"There is a model named '{name}' already.", [new FieldError("$.name", "Is taken.")]);

    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(ErrorKind.Invalid, "model_invalid", "The model is not valid.", fields);

    public static ApiError TooMany(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_models", $"A workspace has at most {most} models; delete one first.");

    public static ApiError NotRunnable { get; } = new(
        ErrorKind.NotAllowedInState, "model_not_runnable", "This model has neither a statement nor a table, so it has no rows to read.");

    public static ApiError ColumnMissing(string field, string column, IEnumerable<string> known) => Invalid(
        [new FieldError(field, $"The model has no column '{column}'; it has {string.Join(", ", known.Take(50))}.")]);
}
