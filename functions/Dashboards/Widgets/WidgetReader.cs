using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Sql;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Dashboards;

/// <summary>Reads one widget: from what it showed last while that is fresh, else from its source.</summary>
public sealed class WidgetReader(
    Questions.Questions questions,
    Connections.Connections connections,
    Datasets.Datasets datasets,
    DatasetQueries datasetQueries,
    ModelRows models,
    WidgetCache cache,
    TimeProvider clock,
    IOptions<DashboardOptions> options)
{
    private readonly TimedCache<(string Source, string Sql), IReadOnlyList<ResultColumn>> _columns = new(TimeSpan.FromMinutes(5), clock);

    /// <param name="isForced">Whether what it showed last is passed over.</param>
    public async Task<WidgetData> ReadAsync(Dashboard dashboard, Widget widget, FilterValues filters, bool isForced, CancellationToken cancellationToken)
    {
        if (widget.Source is WidgetSource.Text)
            return new WidgetData(widget, widget.Title ?? "");
        if (widget.Source is WidgetSource.Model model)
            return await ReadAsync(dashboard, widget, model, isForced, cancellationToken);
        if (!(await FindQueryAsync(dashboard.Workspace, widget.Source, cancellationToken)).Succeeded(out var query, out var missing))
            return new WidgetData(widget, widget.Title ?? "") { Error = missing };
        var data = new WidgetData(widget, widget.Title ?? query.Title);
        try
        {
            return await ReadAsync(dashboard, data, query, filters, isForced, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            return data with { Error = ConnectionErrors.From(failure) };
        }
    }

    private async Task<WidgetData> ReadAsync(Dashboard dashboard, Widget widget, WidgetSource.Model source, bool isForced, CancellationToken cancellationToken)
    {
        if (!(await models.FindAsync(dashboard.Workspace, source, cancellationToken)).Succeeded(out var found, out var missing))
            return new WidgetData(widget, widget.Title ?? "") { Error = missing };
        var (model, version) = found;
        var isOneRow = widget.Kind == WidgetKind.Metric;
        var maxRows = Math.Min(widget.Display.Limit ?? int.MaxValue, options.Value.MaxRows);
        var fingerprint = $"{model.Id:N} {version} {source.Show} {isOneRow} {maxRows} {source.Horizon} {source.Features}";
        return await ShowAsync(
            dashboard, new WidgetData(widget, widget.Title ?? model.Name), fingerprint, !isForced, isKept: true, maxRows,
            () => models.ReadAsync(model, version, source, isOneRow, cancellationToken), cancellationToken);
    }

    /// <summary>One resolver a kind of source that has SQL.</summary>
    private Task<Result<WidgetQuery>> FindQueryAsync(WorkspaceId workspace, WidgetSource source, CancellationToken cancellationToken) => source switch
    {
        WidgetSource.SavedQuery saved => FindQueryAsync(workspace, saved, cancellationToken),
        WidgetSource.Dataset dataset => FindQueryAsync(workspace, dataset, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "A source without rows."),
    };

    private async Task<Result<WidgetQuery>> FindQueryAsync(WorkspaceId workspace, WidgetSource.SavedQuery source, CancellationToken cancellationToken)
    {
        if (!(await questions.GetAsync(workspace, source.QueryId, cancellationToken)).Succeeded(out var question, out _))
            return DashboardErrors.QueryGone;
        if (question.Sql is not { } sql)
            return DashboardErrors.QueryWithoutSql;
        if (!(await connections.OpenAsync(workspace, question.ConnectionId, cancellationToken)).Succeeded(out var open, out var closed))
            return closed;
        var (connection, connector, settings) = open;
        return new WidgetQuery(question.Text, sql, connector.Dialect, $"{connection.Id:N} {connection.UpdatedAt:O}", async (statement, limits, token) =>
            await connector.ReadAsync(settings, statement, limits, token));
    }

    private async Task<Result<WidgetQuery>> FindQueryAsync(WorkspaceId workspace, WidgetSource.Dataset source, CancellationToken cancellationToken)
    {
        if (!(await datasets.GetAsync(workspace, source.DatasetId, cancellationToken)).Succeeded(out var dataset, out _))
            return DashboardErrors.DatasetGone;
        if (dataset.Current is not { } version)
            return DatasetErrors.NotReady;
        var sql = source.Sql ?? $"SELECT * FROM {SqlDialect.DuckDb.Quote(dataset.Name)}";
        return new WidgetQuery(dataset.Name, sql, SqlDialect.DuckDb, $"{dataset.Id:N} {version.Number}", (statement, limits, token) =>
            datasetQueries.ReadAsync(workspace, dataset.Id, statement.Text, limits, token));
    }

    private async Task<WidgetData> ReadAsync(
        Dashboard dashboard, WidgetData data, WidgetQuery query, FilterValues filters, bool isForced, CancellationToken cancellationToken)
    {
        if (!SqlGuard.Check(query.Sql, query.Dialect).Succeeded(out var statement, out var refusal))
            return data with { Error = refusal };
        if (WidgetSql.IsComposed(data.Widget.Display, filters))
        {
            if (!(await ColumnsAsync(query, cancellationToken)).Succeeded(out var columns, out refusal)
                || !WidgetSql.Compose(statement, columns, data.Widget, filters, out var applied).Succeeded(out statement, out refusal))
                return data with { Error = refusal };
            data = data with { Filters = applied };
        }

        var limits = new ReadLimits(options.Value.WidgetTimeout, Math.Min(data.Widget.Display.Limit ?? int.MaxValue, options.Value.MaxRows));
        var fingerprint = $"{query.Source} {limits.MaxRows} {statement.Text}";
        return await ShowAsync(
            dashboard, data, fingerprint, !isForced && filters.AreDefaults, filters.AreDefaults, options.Value.MaxRows,
            () => query.ReadAsync(statement, limits, cancellationToken), cancellationToken);
    }

    /// <param name="fingerprint">All that decides the answer.</param>
    /// <param name="canBeKept">Whether what was shown last may be shown again.</param>
    /// <param name="isKept">Whether what is read now may be.</param>
    private async Task<WidgetData> ShowAsync(
        Dashboard dashboard, WidgetData data, string fingerprint, bool canBeKept, bool isKept, int maxRows, Func<Task<Result<RowReader>>> readAsync, CancellationToken cancellationToken)
    {
        if (canBeKept && await cache.FindAsync(dashboard, data.Widget, fingerprint, cancellationToken) is var (kept, keptAt))
            return data with { Answer = kept, ReadAt = keptAt };

        var readAt = clock.GetUtcNow();
        if (!(await readAsync()).Succeeded(out var reader, out var refusal))
            return data with { Error = refusal };
        await using var rows = reader;
        var answer = await AnswerReader.ReadAsync(rows, maxRows, options.Value.MaxBytes, cancellationToken);
        if (isKept)
            await cache.KeepAsync(dashboard, data.Widget, fingerprint, answer, readAt, cancellationToken);
        return data with { Answer = answer, ReadAt = readAt };
    }

    private async Task<Result<IReadOnlyList<ResultColumn>>> ColumnsAsync(WidgetQuery query, CancellationToken cancellationToken)
    {
        if (!ModelSql.Sample(new ModelQuery(query.Sql), query.Dialect, 0).Succeeded(out var statement, out var refusal))
            return refusal;
        return await _columns.GetAsync((query.Source, query.Sql), DescribeAsync) is { } columns ? Result.Of(columns) : refusal!;

        async Task<IReadOnlyList<ResultColumn>?> DescribeAsync()
        {
            if (!(await query.ReadAsync(statement, new ReadLimits(options.Value.WidgetTimeout, 0), cancellationToken)).Succeeded(out var reader, out refusal))
                return null;
            await using var rows = reader;
            return rows.Columns;
        }
    }
}
