namespace FunctionsPlatform.Predictions;

/// <summary>What an algorithm has learnt. Safe to be used by several threads at once.</summary>
internal interface IScorer
{
    /// <summary>One number for regression and anomalies; of each class its probability; of each cluster its distance.</summary>
    float[] Score(float[] features);

    /// <summary>What reads back as the same.</summary>
    byte[] Save();
}
