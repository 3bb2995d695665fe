using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Predictions;

/// <summary>Reads rows of datasets, to learn from or to predict from.</summary>
public sealed class DatasetReader(Datasets.Datasets datasets, DatasetQueries queries, IOptions<PredictionOptions> options)
{
    /// <summary>The columns that the rows have. Refuses what cannot be read, and reads nothing.</summary>
    public async Task<Result<IReadOnlyList<ResultColumn>>> CheckAsync(WorkspaceId workspace, DatasetRows rows, CancellationToken cancellationToken)
    {
        if (!(await StatementAsync(workspace, rows, cancellationToken)).Succeeded(out var sql, out var refusal))
            return refusal;
        // Lines of their own: the statement may end in a comment.
        var limits = new ReadLimits(queries.Timeout, 1);
        if (!(await queries.ReadAsync(workspace, rows.Id, $"SELECT * FROM (\n{sql}\n) AS r LIMIT 0", limits, cancellationToken)).Succeeded(out var reader, out refusal))
            return refusal;
        await using (reader)
            return Result.Of(reader.Columns);
    }

    /// <summary>The caller disposes the reader, whose rows may fail with <see cref="ConnectorException"/>. One that was cut off has more rows than may be read.</summary>
    public async Task<Result<RowReader>> OpenAsync(WorkspaceId workspace, DatasetRows rows, CancellationToken cancellationToken)
    {
        var limits = new ReadLimits(options.Value.DatasetTimeout, options.Value.MaxDatasetRows);
        return (await StatementAsync(workspace, rows, cancellationToken)).Succeeded(out var sql, out var refusal)
            ? await queries.ReadAsync(workspace, rows.Id, sql, limits, cancellationToken)
            : refusal;
    }

    private async Task<Result<string>> StatementAsync(WorkspaceId workspace, DatasetRows rows, CancellationToken cancellationToken)
    {
        if (!(await datasets.GetAsync(workspace, rows.Id, cancellationToken)).Succeeded(out var dataset, out var missing))
            return missing;
        if (rows.Sql is null)
            return $"SELECT * FROM {SqlDialect.DuckDb.Quote(dataset.Name)}";
        return SqlGuard.Check(rows.Sql, SqlDialect.DuckDb).Succeeded(out var statement, out var refusal) ? statement.Text : refusal;
    }
}
