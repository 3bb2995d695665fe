using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Dashboards;

public static class DashboardErrors
{
    public static ApiError NotFound { get; } = new(
        ErrorKind.NotFound, "dashboard_not_found", "There is no dashboard of that id in this workspace. List the dashboards to see which there are.");

    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(ErrorKind.Invalid, "dashboard_invalid", "The dashboard is not valid.", fields);

    public static ApiError Changed { get; } = new(
        ErrorKind.PreconditionFailed, "dashboard_changed", "Somebody has changed the dashboard since it was read. Read it again, and make the change to what it is now.");

    public static ApiError TooMany(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_dashboards", $"A workspace has at most {most} dashboards; delete one first.");

    public static ApiError FilterValueInvalid(IReadOnlyList<FieldError> fields) => new(
        ErrorKind.Malformed, "filter_value_invalid", "A filter of the dashboard cannot take the value given.", fields);

    public static ApiError QueryGone { get; } = new(
        ErrorKind.NotFound, "widget_query_missing", "The saved query of this widget has been deleted. Give the widget another one.");

    public static ApiError DatasetGone { get; } = new(
        ErrorKind.NotFound, "widget_dataset_missing", "The dataset of this widget has been deleted. Give the widget another one.");

    public static ApiError ModelGone { get; } = new(
        ErrorKind.NotFound, "widget_model_missing", "The model of this widget has been deleted. Give the widget another one.");

    public static ApiError QueryWithoutSql { get; } = new(
        ErrorKind.NotAllowedInState, "widget_query_unanswered", "The saved query of this widget was never answered, so it has no SQL to run.");

    public static ApiError ColumnMissing(string column, IEnumerable<string> known) => new(
        ErrorKind.Invalid, "widget_column_missing", $"The widget's query has no column '{column}'; it has {string.Join(", ", known.Take(50))}.");

    public static ApiError WidgetTimedOut(TimeSpan limit) => new(
        ErrorKind.QueryFailed, "widget_timed_out", $"The data did not arrive within {limit.TotalSeconds:0} seconds.");

    public static ApiError WidgetFailed { get; } = new(
        ErrorKind.Internal, "widget_failed", "Something went wrong on our side while this widget was read.");

    public static ApiError ShareNotFound { get; } = new(ErrorKind.NotFound, "share_not_found", "There is no link of that id to this dashboard.");

    /// <summary>One answer for links that never were, are over, or were taken back: nobody learns which dashboards there are.</summary>
    public static ApiError ShareInvalid { get; } = new(
        ErrorKind.Unauthenticated, "share_link_invalid", "This link does not open a dashboard: it has expired, was withdrawn, or is not complete. Ask for a new one.");

    public static ApiError TooManyShares(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_shares", $"A dashboard has at most {most} links; withdraw one first.");

    public static ApiError ReportNotFound { get; } = new(ErrorKind.NotFound, "report_not_found", "There is no report of that id on this dashboard.");

    public static ApiError TooManyReports(int most) => new(
        ErrorKind.NotAllowedInState, "too_many_reports", $"A dashboard has at most {most} reports; delete one first.");

    public static ApiError SnapshotNotFound { get; } = new(ErrorKind.NotFound, "snapshot_not_found", "There is no snapshot of that id of this dashboard.");
}
