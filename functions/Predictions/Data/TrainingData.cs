namespace FunctionsPlatform.Predictions;

/// <summary>What a model learns from: rows that a caller sent, or those of a dataset, as they are when it is trained.</summary>
public sealed record TrainingData(RowTable? Rows = null, DatasetRows? Dataset = null);
