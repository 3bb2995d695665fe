namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>The rows that were read now, those still to be delivered from before, what is held, and the keys that alone are wanted.</summary>
internal sealed class ComparisonIndexes(string directory, long rows) : IDisposable
{
    public HashIndexes Read { get; } = new(directory, "read", rows);

    public HashIndexes Pending { get; } = new(directory, "pending", rows);

    public HashIndexes Held { get; } = new(directory, "held", rows);

    public HashIndexes Wanted { get; } = new(directory, "wanted", rows);

    private IEnumerable<HashIndexes> All => [Read, Pending, Held, Wanted];

    public void Complete()
    {
        foreach (var indexes in All)
            indexes.Complete();
    }

    public void Dispose()
    {
        foreach (var indexes in All)
            indexes.Dispose();
    }
}
