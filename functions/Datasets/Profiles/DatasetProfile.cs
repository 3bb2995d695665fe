namespace FunctionsPlatform.Datasets.Profiles;

/// <summary>What the rows of a version are like.</summary>
/// <param name="DuplicateRows">Rows that are like one before them; of many rows an estimate.</param>
/// <param name="Score">0 to 100 as docs/datasets.md says it; null of no rows.</param>
public sealed record DatasetProfile(double? Score, long DuplicateRows, bool DuplicatesAreEstimated, long UnreadableValues, IReadOnlyList<ColumnProfile> Columns);

/// <param name="Distinct">An estimate within a few percent.</param>
/// <param name="Minimum">As text; null where there is no value, or none that has an order.</param>
/// <param name="Outliers">Numbers further than three times the interquartile range outside the quartiles; null where the column holds no numbers.</param>
public sealed record ColumnProfile(string Name, long Nulls, long Distinct, string? Minimum, string? Maximum, double? Mean, double? Median, long? Outliers);
