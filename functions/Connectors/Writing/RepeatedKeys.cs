namespace FunctionsPlatform.Connectors.Writing;

/// <summary>
/// Parts rows into runs in which no key comes twice, so that the rows of a run can be written in any order: of two rows of one key, the later one wins.
/// </summary>
internal sealed class RepeatedKeys(IReadOnlyList<int> key) : IEqualityComparer<object?[]>
{
    public IEnumerable<ArraySegment<object?[]>> Runs(object?[][] rows)
    {
        if (key.Count == 0)
        {
            yield return rows;
            yield break;
        }
        var seen = new HashSet<object?[]>(rows.Length, this);
        var start = 0;
        for (var at = 0; at < rows.Length; at++)
        {
            if (seen.Add(rows[at]))
                continue;
            yield return new ArraySegment<object?[]>(rows, start, at - start);
            seen.Clear();
            seen.Add(rows[at]);
            start = at;
        }
        yield return new ArraySegment<object?[]>(rows, start, rows.Length - start);
    }

    public bool Equals(object?[]? x, object?[]? y)
    {
        foreach (var at in key)
            if (x![at] is byte[] bytes ? y![at] is not byte[] others || !bytes.AsSpan().SequenceEqual(others) : !Equals(x[at], y![at]))
                return false;
        return true;
    }

    public int GetHashCode(object?[] row)
    {
        var hash = new HashCode();
        foreach (var at in key)
            if (row[at] is byte[] bytes)
                hash.AddBytes(bytes);
            else
                hash.Add(row[at]);
        return hash.ToHashCode();
    }
}
