using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Predictions;

/// <summary>The steps of <see cref="BatchPredictionOrchestrator"/>.</summary>
public sealed partial class BatchPredictionActivities(BatchPredictions batches, ILogger<BatchPredictionActivities> logger)
{
    [Function(nameof(PredictDataset))]
    public async Task<bool> PredictDataset([ActivityTrigger] BatchKey key)
    {
        try
        {
            return await batches.RunAsync(key, CancellationToken.None);
        }
        catch (Exception surprise)
        {
            Log.Failed(logger, surprise, key.Id);
            throw new BatchStepException();
        }
    }

    [Function(nameof(GiveUpPrediction))]
    public Task GiveUpPrediction([ActivityTrigger] BatchKey key) => batches.GiveUpAsync(key, CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A batch prediction did not come to its end. Batch: {Batch}")]
        public static partial void Failed(ILogger logger, Exception exception, Guid batch);
    }
}
