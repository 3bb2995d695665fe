using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Connectors.Bulk.Parquet;

namespace FunctionsPlatform.Tests.Connectors.Bulk;

/// <summary>Whatever a connector gives comes out of a file as it went in: the same type, the same value, the same digits.</summary>
public sealed class ColumnBatchTests
{
    public static TheoryData<ColumnKind, object> Values { get; } = new()
    {
        { ColumnKind.Text, "" }, { ColumnKind.Text, "žluťoučký 🐎\0\r\n" }, { ColumnKind.Text, "\ufffd" }, { ColumnKind.Text, "half a \ud83d" }, { ColumnKind.Text, 5L }, { ColumnKind.Text, new byte[] { 1, 0 } },
        { ColumnKind.Json, """{"a": [1, null]}""" }, { ColumnKind.Other, "{1,2}" },
        { ColumnKind.Integer, long.MinValue }, { ColumnKind.Integer, long.MaxValue }, { ColumnKind.Integer, 18446744073709551615m }, { ColumnKind.Integer, "170141183460469231731687303715884105727" },
        { ColumnKind.Decimal, 0m }, { ColumnKind.Decimal, 1.0m }, { ColumnKind.Decimal, 1.00m }, { ColumnKind.Decimal, -0.0000000000000000000000000001m }, { ColumnKind.Decimal, 79228162514264337593543950335m },
        { ColumnKind.Decimal, 7.9228162514264337593543950335m }, { ColumnKind.Decimal, "79228162514264337593543950336" }, { ColumnKind.Decimal, "NaN" }, { ColumnKind.Decimal, "-Infinity" },
        { ColumnKind.Decimal, "0.12345678901234567890123456789012345" }, { ColumnKind.Decimal, 1.5 },
        { ColumnKind.Float, -0.0 }, { ColumnKind.Float, double.NaN }, { ColumnKind.Float, double.NegativeInfinity }, { ColumnKind.Float, double.Epsilon }, { ColumnKind.Float, 1L },
        { ColumnKind.Boolean, true }, { ColumnKind.Boolean, false }, { ColumnKind.Boolean, "maybe" },
        { ColumnKind.Date, DateOnly.MinValue }, { ColumnKind.Date, DateOnly.MaxValue }, { ColumnKind.Date, new DateOnly(1969, 12, 31) }, { ColumnKind.Date, "infinity" },
        { ColumnKind.Time, TimeOnly.MinValue }, { ColumnKind.Time, TimeOnly.MaxValue }, { ColumnKind.Time, "24:00:00" }, { ColumnKind.Time, new TimeSpan(-838, 59, 59) },
        { ColumnKind.Timestamp, DateTime.MinValue }, { ColumnKind.Timestamp, new DateTime(9999, 12, 31, 23, 59, 59).AddMicroseconds(999_999) }, { ColumnKind.Timestamp, DateTime.MaxValue },
        { ColumnKind.Timestamp, new DateTime(1970, 1, 1).AddTicks(-1) }, { ColumnKind.Timestamp, "-infinity" }, { ColumnKind.Timestamp, DateTime.UnixEpoch },
        { ColumnKind.TimestampTz, DateTimeOffset.MinValue }, { ColumnKind.TimestampTz, new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromMinutes(-210)) }, { ColumnKind.TimestampTz, DateTimeOffset.MaxValue },
        { ColumnKind.Uuid, Guid.Empty }, { ColumnKind.Uuid, Guid.Parse("00112233-4455-6677-8899-aabbccddeeff") }, { ColumnKind.Uuid, "no uuid" },
        { ColumnKind.Binary, Array.Empty<byte>() }, { ColumnKind.Binary, new byte[] { 0, 255 } },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_comes_back_as_it_was(ColumnKind kind, object value)
    {
        var batch = new ColumnBatch([new ResultColumn("before", ColumnKind.Integer), new ResultColumn("value", kind)]);
        batch.AddRow([1L, null]);
        batch.AddRow([2L, value]);
        batch.AddRow([null, null]);

        var read = WriteAndRead(batch);

        Assert.Equal([[1L, null], [2L, value], [null, null]], Enumerable.Range(0, 3).Select(read.Row));
        Assert.Equal(value.GetType(), read.Value(1, 1)!.GetType());
        Assert.Equal(Exact(value), Exact(read.Value(1, 1)!));
        Assert.Equal(batch.Columns, read.Columns);
    }

    [Property(MaxTest = 200)]
    public Property Any_rows_come_back()
    {
        var rows = Gen.ArrayOf(Gen.ArrayOf(Gen.Elements(Enumerable.Range(0, 6).ToArray()), 13)).ToArbitrary();
        return Prop.ForAll(rows, picks =>
        {
            var kinds = Enum.GetValues<ColumnKind>();
            var batch = new ColumnBatch([.. kinds.Select(kind => new ResultColumn(kind.ToString(), kind))]);
            var all = picks.Select(row => row.Select((pick, at) => Pick(kinds[at], pick)).ToArray()).ToArray();
            foreach (var row in all)
                batch.AddRow(row);
            var copy = new ColumnBatch(batch.Columns);
            for (var row = 0; row < batch.Rows; row++)
                copy.AddRowFrom(batch, row);

            var (read, readCopy) = (WriteAndRead(batch), WriteAndRead(copy));
            Assert.Equal(all, Enumerable.Range(0, read.Rows).Select(read.Row));
            Assert.Equal(all, Enumerable.Range(0, readCopy.Rows).Select(readCopy.Row));
        });
    }

    [Fact]
    public void Some_columns_can_be_read_alone()
    {
        var batch = new ColumnBatch([new ResultColumn("a", ColumnKind.Integer), new ResultColumn("b", ColumnKind.Text), new ResultColumn("c", ColumnKind.Date)]);
        batch.AddRow([1L, "one", "infinity"]);
        batch.AddRow([2m, null, DateOnly.MinValue]);
        var writer = new ParquetWriter();
        ParquetBatch.Write(writer, batch, compresses: true);

        var read = ParquetBatch.Read(writer.Output.Span, [2, 0]);

        Assert.Equal(["c", "a"], read.Columns.Select(column => column.Name));
        Assert.Equal([["infinity", 1L], [DateOnly.MinValue, 2m]], Enumerable.Range(0, 2).Select(read.Row));
    }

    [Fact]
    public void A_batch_that_is_cleared_is_as_new()
    {
        var batch = new ColumnBatch([new ResultColumn("a", ColumnKind.Integer), new ResultColumn("b", ColumnKind.Text)]);
        batch.AddRow(["odd", null]);
        batch.Clear();
        batch.AddRow([null, "text"]);

        Assert.Equal([[null, "text"]], Enumerable.Range(0, batch.Rows).Select(WriteAndRead(batch).Row));
    }

    private static object? Pick(ColumnKind kind, int pick)
    {
        object[] values = [.. Values.Where(value => (ColumnKind)value[0] == kind).Select(value => value[1])];
        return pick == 0 ? null : values[pick % values.Length];
    }

    private static ColumnBatch WriteAndRead(ColumnBatch batch)
    {
        var writer = new ParquetWriter();
        ParquetBatch.Write(writer, batch, compresses: true);
        return ParquetBatch.Read(writer.Output.Span);
    }

    /// <summary>Equality does not see the digits of a decimal, the sign of zero or the offset of an instant.</summary>
    private static string Exact(object value) => value switch
    {
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x"),
        DateTimeOffset instant => instant.ToString("O"),
        DateTime timestamp => timestamp.ToString("O"),
        byte[] bytes => Convert.ToHexString(bytes),
        string text => string.Join(' ', text.Select(c => ((int)c).ToString("x"))),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
