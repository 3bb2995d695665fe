using FsCheck.Xunit;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Tests.Connectors.Destinations;

public sealed class RowBisectionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31_337)]
    [InlineData(49_999)]
    public async Task One_bad_row_among_many_costs_few_attempts(int bad)
    {
        var database = new Database([bad]);

        Assert.Equal([bad], await database.WriteAsync(50_000));
        Assert.InRange(database.Attempts, 2, 40);
        Assert.InRange(database.Tried, 1, 50_000 * 4);
    }

    [Fact]
    public async Task Rows_that_are_all_bad_cost_hardly_more_than_an_attempt_each()
    {
        var database = new Database([.. Enumerable.Range(0, 5_000)]);

        Assert.Equal(Enumerable.Range(0, 5_000), await database.WriteAsync(5_000));
        Assert.InRange(database.Attempts, 5_000, 5_050);
    }

    [Fact]
    public async Task Many_bad_rows_cost_far_fewer_attempts_than_there_are_rows()
    {
        var bad = Enumerable.Range(0, 50_000).Where(row => row % 250 == 7).ToHashSet();
        var database = new Database(bad);

        Assert.Equal(bad.Order(), await database.WriteAsync(50_000));
        Assert.InRange(database.Attempts, 200, 200 * 2 * 9);
    }

    [Fact]
    public async Task A_judge_takes_what_is_left_when_many_are_bad()
    {
        var bad = Enumerable.Range(0, 10_000).Where(row => row % 3 == 0).ToHashSet();
        var database = new Database(bad) { Judges = true };

        Assert.Equal(bad.Order(), await database.WriteAsync(10_000));
        Assert.InRange(database.Attempts, 2, 250);
    }

    [Property(MaxTest = 200)]
    public bool Every_row_is_written_once_or_rejected_once(int[] numbers, ushort rows, bool judges)
    {
        HashSet<int> bad = [.. numbers];
        var database = new Database(bad) { Judges = judges };
        var rejected = database.WriteAsync(rows % 700 + 1).GetAwaiter().GetResult();
        var all = Enumerable.Range(0, rows % 700 + 1).ToList();
        return rejected.SequenceEqual(all.Where(bad.Contains)) && database.Written.Order().SequenceEqual(all.Except(rejected));
    }

    /// <summary>Takes no rows together with a bad one.</summary>
    private sealed class Database(HashSet<int> bad)
    {
        public bool Judges { get; init; }

        public int Attempts { get; private set; }

        public long Tried { get; private set; }

        public List<int> Written { get; } = [];

        public async Task<IEnumerable<int>> WriteAsync(int rows)
        {
            object?[][] all = [.. Enumerable.Range(0, rows).Select(row => new object?[] { row })];
            var rejected = await new RowBisection(AttemptAsync, Judges ? JudgeAsync : null, few: Judges ? 10 : 1).WriteAsync([all]);
            return rejected.Select(row => row.Row).Order();
        }

        private Task<WriteAttempt> AttemptAsync(ArraySegment<object?[]> rows)
        {
            Attempts++;
            Tried += rows.Count;
            int[] values = [.. rows.Select(row => (int)row[0]!)];
            if (values.Any(bad.Contains))
                return Task.FromResult(new WriteAttempt(null, new RowError("bad", "")));
            Written.AddRange(values);
            return Task.FromResult(new WriteAttempt([], null));
        }

        private Task<IReadOnlyList<RowRejection>> JudgeAsync(ArraySegment<object?[]> rows)
        {
            Attempts++;
            Written.AddRange(rows.Select(row => (int)row[0]!).Where(row => !bad.Contains(row)));
            return Task.FromResult<IReadOnlyList<RowRejection>>(
                [.. rows.Select((row, at) => (Value: (int)row[0]!, At: at)).Where(row => bad.Contains(row.Value)).Select(row => new RowRejection(row.At, "bad", ""))]);
        }
    }
}
