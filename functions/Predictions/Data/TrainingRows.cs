using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>Where a training's rows come from.</summary>
public sealed class TrainingRows(PredictionFiles files, DatasetReader datasets)
{
    /// <inheritdoc cref="DatasetReader.OpenAsync"/>
    public async Task<Result<RowReader>> OpenAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        if (version.Dataset is { } dataset)
            return await datasets.OpenAsync(version.Workspace, dataset, cancellationToken);
        return await files.OpenRowsAsync(TrainingKey.Of(version), version.RowsOf, cancellationToken) is { } rows ? rows : PredictionErrors.DataMissing;
    }
}
