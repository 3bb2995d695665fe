using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

public static class PredictionErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "prediction_model_not_found", "There is no model of that id in this workspace. List the models to see which there are.");

    public static ApiError VersionNotFound(int version) => new(
        ErrorKind.NotFound, "prediction_version_not_found", $"The model has no version {version}. List its versions to see which there are.");

    public static ApiError NameTaken(string name) => new(
        ErrorKind.Conflict, "prediction_model_exists", $"There is a model named '{name}' already.", [new FieldError("$.name", "Is taken.")]);

    public static ApiError Invalid(params IReadOnlyList<FieldError> fields) => new(
        ErrorKind.Invalid, "prediction_model_invalid", "The model is not valid.", fields);

    public static ApiError TooMany(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_prediction_models", $"A workspace has at most {most} models; delete one first.");

    public static ApiError DataInvalid(string path, string message) => new(
        ErrorKind.Invalid, "training_data_invalid", $"The model cannot learn from these rows. {message}", [new FieldError(path, message)]);

    public static ApiError DataMissing { get; } = new(
        ErrorKind.Invalid, "training_data_missing", "There are no rows to learn from.", [new FieldError("$.data", "Send columns and rows, or the id of a dataset.")]);

    public static ApiError TooManyRows(long most) => new(
        ErrorKind.TooLarge, "prediction_rows_too_many", $"The dataset gives more than the {most:N0} rows that are read here. Choose fewer by a query.");

    public static ApiError TrainingRunning { get; } = new(
        ErrorKind.NotAllowedInState, "training_running", "The model is being trained. Wait for the end of it, or cancel it.");

    public static ApiError TrainingNotRunning { get; } = new(ErrorKind.NotAllowedInState, "training_not_running", "The model is not being trained.");

    public static ApiError TrainingCancelled { get; } = new(ErrorKind.NotAllowedInState, "training_cancelled", "The training was cancelled.");

    public static ApiError TrainingFailed { get; } = new(ErrorKind.Internal, "training_failed", "The training failed on our side; the log says why.");

    public static ApiError NoCandidate { get; } = new(
        ErrorKind.Invalid, "training_without_result", "None of the algorithms could learn from these rows; the version's candidates say why.");

    public static ApiError NotTrainable { get; } = new(
        ErrorKind.NotAllowedInState, "prediction_model_not_trainable", "This model runs elsewhere; there is nothing to train here.");

    public static ApiError NotTrained { get; } = new(
        ErrorKind.NotAllowedInState, "prediction_version_not_trained", "There is no trained version to deploy. Train the model first.");

    public static ApiError NotDeployed { get; } = new(
        ErrorKind.NotAllowedInState, "prediction_model_not_deployed", "The model is not deployed. Deploy one of its trained versions first.");

    public static ApiError NothingBefore { get; } = new(
        ErrorKind.NotAllowedInState, "prediction_version_not_earlier", "No other version was deployed before this one; there is nothing to roll back to.");

    public static ApiError InputInvalid(params IReadOnlyList<FieldError> fields) => new(
        ErrorKind.Invalid, "prediction_input_invalid", $"The model cannot predict from this. {fields[0].Message}", fields);

    public static ApiError NotBatchable { get; } = new(
        ErrorKind.NotAllowedInState, "prediction_model_not_batchable", "Datasets are predicted from by models that were trained here and predict from features.");

    public static ApiError IntoInvalid(string message) => new(
        ErrorKind.Invalid, "prediction_into_invalid", "Predictions cannot be put into this dataset.", [new FieldError("$.into", message)]);

    public static ApiError BatchNotFound { get; } = new(
        ErrorKind.NotFound, "batch_prediction_not_found", "The model has no batch prediction of that id. List them to see which there are.");

    public static ApiError BatchFailed { get; } = new(ErrorKind.Internal, "batch_prediction_failed", "The batch prediction failed on our side; the log says why. Start it again.");

    public static ApiError NoDrift { get; } = new(
        ErrorKind.NotAllowedInState, "drift_not_measured", "Drift is measured of models that predict from features and were trained here.");

    public static ApiError EndpointFailed(string message) => new(ErrorKind.ConnectionFailed, "prediction_endpoint_failed", message);
}
