using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;

namespace FunctionsPlatform.Syncs.Snapshots;

/// <summary>
/// Finds the highest value of a cursor column. Values that stand for no place in an order (infinity, NaN) do not count: their rows are read every time.
/// Text is ordered by its bytes; where the database orders it otherwise, some rows are read twice and none is missed.
/// </summary>
internal sealed class CursorMaximum(int column, ColumnKind kind)
{
    private readonly ColumnBuffer _highest = new(new ResultColumn("cursor", kind));

    public void Consider(ColumnBatch batch)
    {
        var values = batch.Buffers[column];
        var best = -1;
        for (var row = 0; row < values.Rows; row++)
        {
            if (HasPlace(values, row) && (best < 0 || Compare(values, row, values, best) > 0))
                best = row;
        }

        if (best >= 0)
            Consider(values, best);
        foreach (var row in batch.Odd.Keys)
            ConsiderOdd(batch.Value(column, row));
    }

    public string? Text() => _highest.Rows == 0 ? null : CursorText.Write(ColumnValues.Read(_highest, 0));

    private void Consider(ColumnBuffer values, int row)
    {
        if (_highest.Rows > 0 && Compare(values, row, _highest, 0) <= 0)
            return;
        _highest.Clear();
        _highest.AddFrom(values, row);
    }

    /// <summary>Times finer than microseconds, or with an offset, count as the microsecond in which they are.</summary>
    private void ConsiderOdd(object? value)
    {
        long? ticks = (kind, value) switch
        {
            (ColumnKind.Timestamp, DateTime timestamp) => timestamp.Ticks - DateTime.UnixEpoch.Ticks,
            (ColumnKind.TimestampTz, DateTimeOffset instant) => instant.UtcTicks - DateTime.UnixEpoch.Ticks,
            _ => null,
        };
        if (ticks is not { } known)
            return;
        var whole = new ColumnBuffer(_highest.Column);
        whole.Add((known >= 0 ? known : known - TimeSpan.TicksPerMicrosecond + 1) / TimeSpan.TicksPerMicrosecond);
        Consider(whole, 0);
    }

    /// <summary>Decimals beyond 28 digits have none either: nothing here could compare them.</summary>
    private bool HasPlace(ColumnBuffer values, int row) => !values.IsNull(row) && kind switch
    {
        ColumnKind.Float => double.IsFinite(values.Get<double>(row)),
        ColumnKind.Decimal => ColumnValues.Read(values, row) is decimal,
        _ => true,
    };

    private int Compare(ColumnBuffer left, int leftRow, ColumnBuffer right, int rightRow) => kind switch
    {
        ColumnKind.Float => left.Get<double>(leftRow).CompareTo(right.Get<double>(rightRow)),
        ColumnKind.Date => left.Get<int>(leftRow).CompareTo(right.Get<int>(rightRow)),
        ColumnKind.Decimal => ((decimal)ColumnValues.Read(left, leftRow)).CompareTo((decimal)ColumnValues.Read(right, rightRow)),
        _ when left.Storage == ColumnStorage.Int64 => left.Get<long>(leftRow).CompareTo(right.Get<long>(rightRow)),
        _ => left.GetBytes(leftRow).SequenceCompareTo(right.GetBytes(rightRow)),
    };
}
