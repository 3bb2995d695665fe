using DuckDB.NET.Data;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Tests.Questions;

/// <summary>Our statistics of random columns against what DuckDB computes of the same values.</summary>
public sealed class StatisticsTests : IDisposable
{
    private readonly DuckDBConnection _database = new("DataSource=:memory:");

    public StatisticsTests() => _database.Open();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 999)]
    [InlineData(5, 20_000)]
    public async Task Numbers_are_described_as_the_database_describes_them(int seed, int count)
    {
        var random = new Random(seed);
        var values = Nullable(random, count, () => (object)Math.Round((decimal)(random.NextDouble() - 0.5) * 1000, random.Next(0, 3)));

        var column = await DescribeAsync(ColumnKind.Decimal, values);

        var numeric = column.Numeric!;
        var expected = Query(
            "DECIMAL(18,3)", values,
            "count(*), count(*) - count(v), count(DISTINCT v), min(v), max(v), avg(v), stddev_samp(v), median(v::DOUBLE), count(*) FILTER (v = 0), count(*) FILTER (v < 0)");
        Assert.Equal([column.Count, column.NullCount, numeric.Distinct.Value], expected[..3].Select(Convert.ToInt64));
        Assert.False(numeric.Distinct.IsApproximate);
        Assert.Equal(expected[3], numeric.Min);
        Assert.Equal(expected[4], numeric.Max);
        Close(expected[5], numeric.Mean);
        Close(expected[6], numeric.StandardDeviation);
        Close(expected[7], numeric.Median);
        Assert.Equal([numeric.ZeroCount, numeric.NegativeCount], expected[8..].Select(Convert.ToInt64));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 5_000)]
    public async Task Texts_are_described_as_the_database_describes_them(int seed, int count)
    {
        var random = new Random(seed);
        string[] words = ["", "a", "Zürich", "日本", "😀😀", "longer text", new string('x', 300)];
        var values = Nullable(random, count, () => words[random.Next(words.Length)]);

        var column = await DescribeAsync(ColumnKind.Text, values);

        var text = column.Text!;
        var expected = Query(
            "VARCHAR", values, "count(*), count(*) - count(v), count(DISTINCT v), count(*) FILTER (v = ''), min(length(v)), max(length(v)), avg(length(v))");
        Assert.Equal([column.Count, column.NullCount, text.Distinct.Value, text.EmptyCount], expected[..4].Select(Convert.ToInt64));
        Assert.Equal(expected[4], text.MinLength);
        Assert.Equal(expected[5], text.MaxLength);
        Close(expected[6], text.MeanLength);
    }

    [Fact]
    public async Task Times_are_described_as_the_database_describes_them()
    {
        var random = new Random(7);
        var start = new DateTimeOffset(2025, 10, 24, 9, 3, 5, TimeSpan.Zero);
        var values = Nullable(random, 3_000, () => start.AddTicks(random.NextInt64(TimeSpan.TicksPerDay) / 10 * 10));

        var column = await DescribeAsync(ColumnKind.TimestampTz, values);

        var expected = Query("TIMESTAMPTZ", values, "count(DISTINCT v), epoch_us(min(v)), epoch_us(max(v))");
        Assert.Equal(expected[0], column.Temporal!.Distinct.Value);
        Assert.Equal(expected[1], Microseconds(column.Temporal.Min!));
        Assert.Equal(expected[2], Microseconds(column.Temporal.Max!));
    }

    [Fact]
    public async Task Booleans_are_counted()
    {
        var column = await DescribeAsync(ColumnKind.Boolean, [true, false, null, true]);

        Assert.Equal(new BooleanStatistics(2, 1), column.Boolean);
        Assert.Equal((4, 1), (column.Count, column.NullCount));
    }

    [Fact]
    public async Task Values_that_are_no_numbers_are_left_out_of_the_figures()
    {
        var column = await DescribeAsync(ColumnKind.Float, [1.0, double.NaN, double.PositiveInfinity, 3.0]);

        Assert.Equal((4, 1.0, 3.0, 2.0), (column.Count, column.Numeric!.Min, column.Numeric.Max, column.Numeric.Mean));
    }

    [Fact]
    public async Task Exact_numbers_stay_exact_where_a_double_would_not_hold_them()
    {
        var column = await DescribeAsync(ColumnKind.Integer, [9_007_199_254_740_993L, 9_007_199_254_740_992L, 9_223_372_036_854_775_808m]);

        Assert.Equal((9_007_199_254_740_992L, 9_223_372_036_854_775_808m), (column.Numeric!.Min, column.Numeric.Max));
        Assert.Equal(3, column.Numeric.Distinct.Value);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(400_000)]
    public async Task Distinct_values_beyond_the_limit_are_counted_within_two_percent_and_said_to_be_approximate(int count)
    {
        var column = await DescribeAsync(ColumnKind.Integer, Enumerable.Range(0, count * 2).Select(number => (object?)(long)(number % count)));

        Assert.True(column.Numeric!.Distinct.IsApproximate);
        Assert.InRange(column.Numeric.Distinct.Value, count * 0.98, count * 1.02);
    }

    [Fact]
    public async Task The_median_of_very_many_values_is_near_and_said_to_be_approximate()
    {
        var column = await DescribeAsync(ColumnKind.Integer, Enumerable.Range(0, 300_000).Select(number => (object?)(long)number));

        Assert.True(column.Numeric!.IsMedianApproximate);
        Assert.InRange(column.Numeric.Median!.Value, 147_000, 153_000);
    }

    [Fact]
    public async Task Statistics_cover_the_rows_that_are_not_kept()
    {
        var rows = Enumerable.Range(1, 100).Select(number => new object?[] { (long)number });

        var answer = await AnswerReader.ReadAsync(new ListReader([new("n", ColumnKind.Integer)], rows), 3, long.MaxValue, CancellationToken.None);

        Assert.Equal(3, answer.Frame.Rows.Count);
        Assert.True(answer.Frame.IsTruncated);
        Assert.Equal(100, answer.Frame.TotalRows);
        Assert.Equal((100, 100L), (answer.Statistics[0].Count, answer.Statistics[0].Numeric!.Max));
    }

    [Fact]
    public async Task Rows_are_kept_until_their_memory_is_spent()
    {
        var rows = Enumerable.Range(0, 10).Select(_ => new object?[] { new string('x', 1_000) });

        var answer = await AnswerReader.ReadAsync(new ListReader([new("t", ColumnKind.Text)], rows), 100, 5_000, CancellationToken.None);

        Assert.Equal(2, answer.Frame.Rows.Count);
        Assert.Equal(10, answer.Frame.TotalRows);
    }

    private static async Task<ColumnStatistics> DescribeAsync(ColumnKind kind, IEnumerable<object?> values)
    {
        var reader = new ListReader([new("v", kind)], values.Select(value => new[] { value }));
        return (await AnswerReader.ReadAsync(reader, 10, long.MaxValue, CancellationToken.None)).Statistics[0];
    }

    private static List<object?> Nullable(Random random, int count, Func<object> value) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(10) == 0 ? null : value())];

    private object?[] Query(string type, List<object?> values, string select)
    {
        using var command = _database.CreateCommand();
        command.CommandText = $"CREATE OR REPLACE TABLE t (v {type})";
        command.ExecuteNonQuery();
        using (var appender = _database.CreateAppender("t"))
        {
            foreach (var value in values)
            {
                var row = appender.CreateRow();
                _ = value switch
                {
                    null => row.AppendNullValue(),
                    decimal number => row.AppendValue(number),
                    string text => row.AppendValue(text),
                    DateTimeOffset instant => row.AppendValue(instant),
                    _ => throw new ArgumentException($"{value.GetType()}"),
                };
                row.EndRow();
            }
        }

        command.CommandText = $"SELECT {select} FROM t";
        using var reader = command.ExecuteReader();
        reader.Read();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(field => reader.IsDBNull(field) ? null : reader.GetValue(field))];
    }

    private static void Close(object? expected, double? actual)
    {
        if (expected is null)
            Assert.Null(actual);
        else
            Assert.Equal(Convert.ToDouble(expected, System.Globalization.CultureInfo.InvariantCulture), actual!.Value, 1e-6);
    }

    private static long Microseconds(string instant) =>
        (DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / 10;
}
