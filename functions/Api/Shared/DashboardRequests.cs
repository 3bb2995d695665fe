using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Shared;

/// <summary>Reads what callers send of dashboards.</summary>
public sealed class DashboardRequests(ResourceIds ids)
{
    public async Task<Result<NewDashboard>> ReadNewAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<CreateDashboardRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return refusal;
        if (!(await WidgetsAsync(request, body.Widgets ?? [], cancellationToken)).Succeeded(out var widgets, out refusal))
            return refusal;
        return new NewDashboard(body.Name) { Description = body.Description, Widgets = widgets, Filters = body.Filters ?? [], MaxAge = MaxAge(body.Refresh) };
    }

    public async Task<Result<DashboardChange>> ReadChangeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<UpdateDashboardRequest>(cancellationToken)).Succeeded(out var body, out var refusal))
            return refusal;
        if (!(await WidgetsAsync(request, body.Widgets ?? [], cancellationToken)).Succeeded(out var widgets, out refusal))
            return refusal;
        return new DashboardChange
        {
            Name = body.Name,
            Description = body.Description,
            Widgets = body.Widgets is null ? null : widgets,
            Filters = body.Filters,
            MaxAge = MaxAge(body.Refresh),
        };
    }

    /// <summary>The values that the address gives to the filters of a dashboard.</summary>
    public static Result<FilterValues> ReadFilters(HttpRequest request, Dashboard dashboard)
    {
        var parameters = request.Parameters();
        var values = FilterValues.Read(dashboard, name =>
        {
            if (request.Query[name].Count > 1)
                parameters.Fail(name, "Given more than once.");
            return request.Query.TryGetValue(name, out var given) ? given[0] ?? "" : null;
        });
        return parameters.Error is { } repeated ? repeated : values;
    }

    private async Task<Result<IReadOnlyList<Widget>>> WidgetsAsync(
        HttpRequest request, IReadOnlyList<WidgetRequest> widgets, CancellationToken cancellationToken)
    {
        var wrong = new List<FieldError>();
        foreach (var (index, widget) in widgets.Index())
        {
            if (widget.WidgetId is { } id && !DashboardIds.Widget.TryParse(id, out _))
                wrong.Add(new FieldError($"$.widgets[{index}].widget_id", "Is no id of a widget."));
            if (widget is { QueryId: not null, DatasetId: not null })
                wrong.Add(new FieldError($"$.widgets[{index}].dataset_id", "Give query_id or dataset_id, not both."));
            if (widget is { ModelId: not null, QueryId: not null } or { ModelId: not null, DatasetId: not null })
                wrong.Add(new FieldError($"$.widgets[{index}].model_id", "Give one of query_id, dataset_id and model_id."));
            if (widget is { Query: not null, DatasetId: null })
                wrong.Add(new FieldError($"$.widgets[{index}].query", "Is SQL over the dataset of dataset_id."));
            if (widget.ModelId is null && (widget.Show is not null || widget.Features is not null || widget.Horizon is not null))
                wrong.Add(new FieldError($"$.widgets[{index}].model_id", "Is the model that show, features and horizon are of."));
        }

        if (wrong.Count > 0)
            return DashboardErrors.Invalid(wrong);
        var read = new List<Widget>();
        foreach (var widget in widgets)
            read.Add(await WidgetAsync(request, widget, cancellationToken));
        return read;
    }

    private async Task<Widget> WidgetAsync(HttpRequest request, WidgetRequest body, CancellationToken cancellationToken) =>
        new(
            body.WidgetId is { } id ? DashboardIds.Widget.Read(id) : Guid.Empty,
            body.Type,
            body switch
            {
                { QueryId: { } query } => new WidgetSource.SavedQuery(await ids.ReadAsync(request.Caller().Workspace, ResourceIds.Query, query, cancellationToken)),
                { DatasetId: { } dataset } => new WidgetSource.Dataset(
                    await ids.ReadAsync(request.Caller().Workspace, ResourceIds.Dataset, dataset, cancellationToken), body.Query),
                { ModelId: { } model } => new WidgetSource.Model(
                    await ids.ReadAsync(request.Caller().Workspace, ResourceIds.PredictionModel, model, cancellationToken),
                    body.Show ?? ModelView.Predictions,
                    body.Features?.GetRawText(),
                    body.Horizon),
                _ => new WidgetSource.Text(body.Content ?? ""),
            },
            body.Position)
        {
            Title = body.Title,
            Description = body.Description,
            Display = body.Display ?? new WidgetDisplay(),
        };

    private static TimeSpan? MaxAge(RefreshBody? refresh) => refresh is null ? null : TimeSpan.FromSeconds(refresh.MaxAgeSeconds);
}
