namespace FunctionsPlatform.Connectors.Writing;

/// <summary>What became of an attempt to write rows together.</summary>
/// <param name="Rejected">The rows that were not taken while all others were, by their position among those of the attempt; null when none was written.</param>
/// <param name="Error">Why none was.</param>
internal readonly record struct WriteAttempt(IReadOnlyList<RowRejection>? Rejected, RowError? Error);

/// <summary>
/// Writes all rows but those that the database does not take. What fails together is halved, so that a bad row among many good ones costs few attempts; and no more rows
/// are tried together than there were between the last bad ones, so that where all are bad there is hardly more than one attempt a row.
/// </summary>
/// <param name="attempt">Writes all the rows, or none.</param>
/// <param name="judge">Tries each row by itself, where the database has a faster way than an attempt for each; otherwise null.</param>
/// <param name="few">Rows that are sooner judged than halved.</param>
internal sealed class RowBisection(
    Func<ArraySegment<object?[]>, Task<WriteAttempt>> attempt,
    Func<ArraySegment<object?[]>, Task<IReadOnlyList<RowRejection>>>? judge,
    int few)
{
    /// <summary>Attempts that may fail before all that is left is judged.</summary>
    private const int MostFailures = 64;

    private readonly List<RowRejection> _rejected = [];
    private readonly Stack<ArraySegment<object?[]>> _pending = new();
    private int _reach = int.MaxValue;
    private int _sinceBad;

    /// <param name="runs">Parts of one array. They are written in this order.</param>
    /// <returns>The rejected rows by their position in the array.</returns>
    public async Task<IReadOnlyList<RowRejection>> WriteAsync(IEnumerable<ArraySegment<object?[]>> runs)
    {
        foreach (var run in runs.Reverse())
            _pending.Push(run);
        var failures = 0;
        while (_pending.TryPop(out var rows))
        {
            if (judge is not null && (rows.Count <= few || failures > MostFailures))
                Add(rows, await judge(rows));
            else if (!await WriteAsync(rows.Count <= _reach ? rows : Cut(rows)))
                failures++;
        }
        return _rejected;
    }

    private ArraySegment<object?[]> Cut(ArraySegment<object?[]> rows)
    {
        _pending.Push(rows[_reach..]);
        return rows[.._reach];
    }

    private async Task<bool> WriteAsync(ArraySegment<object?[]> rows)
    {
        var (rejected, error) = await attempt(rows);
        if (rejected is not null)
        {
            Add(rows, rejected);
            _sinceBad += rows.Count;
            _reach = (int)Math.Min(2L * _reach, int.MaxValue);
        }
        else if (rows.Count == 1)
        {
            Add(rows, [error!.At(0)]);
            (_reach, _sinceBad) = (Math.Max(1, _sinceBad), 0);
        }
        else
        {
            var half = rows.Count / 2;
            _pending.Push(rows[half..]);
            _pending.Push(rows[..half]);
        }
        return rejected is not null;
    }

    private void Add(ArraySegment<object?[]> rows, IEnumerable<RowRejection> rejected) =>
        _rejected.AddRange(rejected.Select(row => row with { Row = rows.Offset + row.Row }));
}
