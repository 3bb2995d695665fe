using System.Runtime.CompilerServices;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Predictions;

/// <summary>Predicts from all rows of a dataset into another, row by row: memory does not grow with them.</summary>
public sealed class BatchPredictions(
    PredictionStore store,
    LoadedModels loaded,
    DatasetReader reader,
    Datasets.Datasets datasets,
    DriftCounters counters,
    Ids ids,
    TimeProvider clock,
    IOptions<PredictionOptions> options) : IDisposable
{
    /// <summary>After it nobody can be at work on one any more: its process died before its orchestration was started.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _one = new(1);

    public void Dispose() => _one.Dispose();

    /// <summary>Refuses at once what cannot be predicted from, or not be put there. The caller starts the rest.</summary>
    public async Task<Result<BatchPrediction>> StartAsync(WorkspaceId workspace, Guid id, DatasetRows source, string into, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } model)
            return PredictionErrors.NotFound;
        if (model.Kind is PredictionKind.Endpoint or PredictionKind.TimeSeries)
            return PredictionErrors.NotBatchable;
        if (model.Deployed is not { } version)
            return PredictionErrors.NotDeployed;
        if (await loaded.GetAsync(new TrainingKey(workspace.Value, id, version), cancellationToken) is not { } ready)
            return PredictionErrors.VersionNotFound(version);
        if (!(await reader.CheckAsync(workspace, source, cancellationToken)).Succeeded(out var columns, out var refusal)
            || !PredictedColumns.Of(columns, ready).Succeeded(out _, out refusal)
            || !(await TargetAsync(workspace, source, into, cancellationToken)).Succeeded(out var target, out refusal))
            return refusal;
        var batch = new BatchPrediction(ids.New(), workspace, id, version, source, target.Name, target.Id, clock.GetUtcNow());
        await store.SetAsync(batch, cancellationToken);
        return batch;
    }

    public async Task<Result<BatchPrediction>> GetAsync(WorkspaceId workspace, Guid model, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, model, cancellationToken) is null)
            return PredictionErrors.NotFound;
        return await store.FindBatchAsync(model, id, cancellationToken) is { } batch ? Seen(batch) : PredictionErrors.BatchNotFound;
    }

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<BatchPrediction>>> ListAsync(WorkspaceId workspace, Guid model, int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, model, cancellationToken) is null)
            return PredictionErrors.NotFound;
        return (await store.ListBatchesAsync(model, limit, cursor, cancellationToken)).Succeeded(out var page, out var refusal) ? page.Select(Seen) : refusal;
    }

    /// <summary>Predicts. Run again after a crash it starts over, and one that is finished is left alone.</summary>
    /// <returns>False where there is no room for it now: it is to be run later, and waits nowhere meanwhile.</returns>
    public async Task<bool> RunAsync(BatchKey key, CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken))
            return false;
        try
        {
            if (await store.ChangeBatchAsync(key, batch => batch.IsFinished ? null : batch with { State = BatchState.Running }, cancellationToken) is not { } running)
                return true;
            var made = await MakeAsync(running, cancellationToken);
            if (!made.Succeeded(out _, out var refusal) && refusal.Kind == ErrorKind.RateLimited)
                return false;
            await FinishAsync(key, made, cancellationToken);
            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Says of one that failed each time that it has failed.</summary>
    public Task GiveUpAsync(BatchKey key, CancellationToken cancellationToken) => FinishAsync(key, PredictionErrors.BatchFailed, cancellationToken);

    private BatchPrediction Seen(BatchPrediction batch) => !batch.IsFinished && batch.CreatedAt + Longest < clock.GetUtcNow()
        ? batch with { State = BatchState.Failed, Error = PredictionErrors.BatchFailed }
        : batch;

    private Task<BatchPrediction?> FinishAsync(BatchKey key, Result<Dataset> made, CancellationToken cancellationToken) => store.ChangeBatchAsync(
        key,
        batch => batch.IsFinished ? null
            : made.Succeeded(out var dataset, out var failure) ? batch with { State = BatchState.Completed, RowCount = dataset.Current!.RowCount, FinishedAt = clock.GetUtcNow() }
            : batch with { State = BatchState.Failed, Error = failure, FinishedAt = clock.GetUtcNow() },
        cancellationToken);

    /// <summary>The dataset to put predictions into. One that holds anything but rows that were sent would lose them again, or what it is.</summary>
    private async Task<Result<(Guid Id, string Name)>> TargetAsync(WorkspaceId workspace, DatasetRows source, string into, CancellationToken cancellationToken)
    {
        if (await datasets.FindAsync(workspace, into.Trim(), cancellationToken) is not { } existing)
        {
            var invalid = await datasets.CheckAsync(workspace, new NewDataset(into), cancellationToken);
            return invalid is null ? (ids.New(), into.Trim()) : PredictionErrors.IntoInvalid(invalid.Fields?[0].Message ?? invalid.Message);
        }

        if (existing.Id == source.Id)
            return PredictionErrors.IntoInvalid("Predictions cannot be put into the dataset that they are made from.");
        return existing.Source.Type == DatasetSourceType.Rows
            ? (existing.Id, existing.Name)
            : PredictionErrors.IntoInvalid("There is a dataset of this name whose content comes from a file or a query; only one of rows is replaced.");
    }

    private async Task<Result<Dataset>> MakeAsync(BatchPrediction batch, CancellationToken cancellationToken)
    {
        var version = new TrainingKey(batch.Workspace.Value, batch.Model, batch.Version);
        if (await loaded.GetAsync(version, cancellationToken) is not { } model)
            return PredictionErrors.VersionNotFound(batch.Version);
        if (!(await reader.OpenAsync(batch.Workspace, batch.Source, cancellationToken)).Succeeded(out var rows, out var refusal))
            return refusal;
        await using (rows)
        {
            if (!PredictedColumns.Of(rows.Columns, model).Succeeded(out var columns, out refusal))
                return refusal;
            try
            {
                return await WriteAsync(batch, columns.All, PredictAsync(rows, columns, model, version, cancellationToken), cancellationToken);
            }
            catch (RowsRefusedException refused)
            {
                return refused.Error;
            }
            catch (ConnectorException failure)
            {
                return ConnectionErrors.From(failure);
            }
        }
    }

    private async IAsyncEnumerable<object?[]> PredictAsync(
        RowReader rows, PredictedColumns columns, LoadedModel model, TrainingKey version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1L; await rows.ReadAsync(cancellationToken) is { } row; number++)
        {
            if (!columns.Read(row, number).Succeeded(out var values, out var unfit))
                throw new RowsRefusedException(unfit);
            counters.Count(version, model.Layout, values);
            yield return [.. row, .. columns.Values(model.Predict(values))];
        }

        if (rows.IsTruncated)
            throw new RowsRefusedException(PredictionErrors.TooManyRows(options.Value.MaxDatasetRows));
    }

    private async Task<Result<Dataset>> WriteAsync(BatchPrediction batch, IReadOnlyList<ResultColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var existing = await datasets.FindAsync(batch.Workspace, batch.Into, cancellationToken);
        if (existing is not null && existing.Id != batch.Result)
            return DatasetErrors.NameTaken(batch.Into);
        if (existing is { Current: null })
        {
            // Half made, by an attempt whose process died.
            await datasets.DeleteAsync(batch.Workspace, existing.Id, cancellationToken);
            existing = null;
        }

        return existing is null
            ? await datasets.WriteAsync(batch.Workspace, new NewDataset(batch.Into), columns, rows, cancellationToken, batch.Result, batch.Id)
            : await datasets.WriteAsync(batch.Workspace, existing.Id, columns, rows, cancellationToken, batch.Id);
    }

    /// <summary>Ends the writing of a dataset whose rows cannot be made.</summary>
    private sealed class RowsRefusedException(ApiError error) : Exception
    {
        public ApiError Error => error;
    }
}

/// <summary>Makes Durable try again. Its message ends up in an orchestration's history, and so says nothing of the rows.</summary>
public sealed class BatchStepException() : Exception("A batch prediction did not come to its end; the log says why.");
