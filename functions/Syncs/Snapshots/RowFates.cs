namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>What a comparison makes of a row that was read.</summary>
internal enum RowFate : byte
{
    Unchanged,
    Changed,
    Added,

    /// <summary>Not sent: another row has the same key.</summary>
    Duplicate,

    /// <summary>Not sent: a null in the key.</summary>
    NullKey,

    /// <summary>Kept from before, and superseded by a row that was read now; or not asked for.</summary>
    Passed,
}

/// <summary>What a comparison makes of the rows of each part, a byte a row, and which entries of the snapshot are to be removed.</summary>
internal sealed class RowFates
{
    private readonly List<RowFate[]> _parts = [];

    public List<long> Removed { get; } = [];

    public int Parts => _parts.Count;

    public void AddPart(int rows, RowFate fate)
    {
        var fates = new RowFate[rows];
        if (fate != RowFate.Unchanged)
            Array.Fill(fates, fate);
        _parts.Add(fates);
    }

    public void Set(long at, RowFate fate)
    {
        var (part, row) = Place.From(at);
        _parts[part][row] = fate;
    }

    public ReadOnlySpan<RowFate> Of(int part) => _parts[part];

    public long Count(int part, RowFate fate) => _parts[part].AsSpan().Count(fate);

    public long Count(RowFate fate) => Enumerable.Range(0, Parts).Sum(part => Count(part, fate));

    /// <summary>Whether all rows of a part have one fate.</summary>
    public bool IsAll(int part, RowFate fate) => Count(part, fate) == _parts[part].Length;
}
