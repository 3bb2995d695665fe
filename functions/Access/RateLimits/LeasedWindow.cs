using Azure.Data.Tables;

namespace FunctionsPlatform.Access;

/// <summary>What one instance holds of one window: the span it is in, and the tokens leased and not yet spent.</summary>
internal sealed class LeasedWindow(RateWindow window)
{
    private long _index;
    private int _tokens;

    public RateWindow Window => window;

    public bool IsEmpty => _tokens == 0;

    public DateTimeOffset EndsAt => window.EndOf(_index);

    /// <summary>Steps into the span of that time. Tokens of an earlier span are void; a clock that lags behind never steps back.</summary>
    public void MoveTo(DateTimeOffset time) => MoveTo(window.IndexAt(time));

    public void Spend() => _tokens--;

    /// <summary>Tokens that nobody has leased, as far as the row tells, and those held here.</summary>
    public int Remaining(TableEntity row) => Unleased(row) + _tokens;

    public int Unleased(TableEntity row)
    {
        var index = row.GetInt64(IndexColumn) ?? 0;
        MoveTo(index);
        return index == _index ? Math.Max(0, window.Limit - (row.GetInt32(LeasedColumn) ?? 0)) : window.Limit;
    }

    /// <summary>Notes a lease in the row. The tokens are ours once the row is written: see <see cref="Add"/>.</summary>
    public int Lease(TableEntity row)
    {
        var unleased = Unleased(row);
        var batch = RateWindow.Batch(unleased);
        row[IndexColumn] = _index;
        row[LeasedColumn] = window.Limit - unleased + batch;
        return batch;
    }

    public void Add(int tokens) => _tokens += tokens;

    private void MoveTo(long index)
    {
        if (index > _index)
            (_index, _tokens) = (index, 0);
    }

    private string IndexColumn => window.Name + "Index";

    private string LeasedColumn => window.Name + "Leased";
}
