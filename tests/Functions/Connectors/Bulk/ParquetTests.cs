using DuckDB.NET.Data;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Connectors.Bulk.Parquet;

namespace FunctionsPlatform.Tests.Connectors.Bulk;

/// <summary>Files of ours are Parquet to others: DuckDB reads them.</summary>
public sealed class ParquetTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("parquet-").FullName, "rows.parquet");

    [Theory]
    [InlineData(ColumnKind.Text, "VARCHAR")]
    [InlineData(ColumnKind.Integer, "BIGINT")]
    [InlineData(ColumnKind.Decimal, "VARCHAR")]
    [InlineData(ColumnKind.Float, "DOUBLE")]
    [InlineData(ColumnKind.Boolean, "BOOLEAN")]
    [InlineData(ColumnKind.Date, "DATE")]
    [InlineData(ColumnKind.Time, "TIME_NS")]
    [InlineData(ColumnKind.Timestamp, "TIMESTAMP")]
    [InlineData(ColumnKind.TimestampTz, "TIMESTAMP WITH TIME ZONE")]
    [InlineData(ColumnKind.Uuid, "UUID")]
    [InlineData(ColumnKind.Json, "JSON")]
    [InlineData(ColumnKind.Binary, "BLOB")]
    [InlineData(ColumnKind.Other, "VARCHAR")]
    public async Task Columns_have_the_types_that_people_expect(ColumnKind kind, string expected)
    {
        var batch = new ColumnBatch([new ResultColumn("a", kind)]);
        batch.AddRow([null]);
        Write(batch);

        Assert.Equal(expected, Assert.Single(await QueryAsync("SELECT column_type FROM (DESCRIBE SELECT * FROM read_parquet($path))"))[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Values_are_what_they_were(bool compresses)
    {
        var batch = new ColumnBatch(
        [
            new("i", ColumnKind.Integer), new("t", ColumnKind.Text), new("n", ColumnKind.Decimal), new("f", ColumnKind.Float), new("b", ColumnKind.Boolean), new("d", ColumnKind.Date),
            new("ti", ColumnKind.Time), new("ts", ColumnKind.Timestamp), new("tz", ColumnKind.TimestampTz), new("u", ColumnKind.Uuid), new("x", ColumnKind.Binary),
        ]);
        var rows = Enumerable.Range(0, 1_003).Select(i => Row(i)).ToArray();
        foreach (var row in rows)
            batch.AddRow(row);
        batch.AddRow(["odd", .. new object?[10]]);
        Write(batch, compresses);

        var read = await QueryAsync("""SELECT i, t, n, f, b, d::VARCHAR, ti::VARCHAR, ts::VARCHAR, epoch_us(tz), u::VARCHAR, hex(x), "$odd" FROM read_parquet($path)""");

        Assert.Equal(rows.Select(Printed), read.Take(1_003));
        Assert.Equal("""{"0":{"text":"odd"}}""", read[1_003][11]);
    }

    private static object?[] Row(int i) => i % 7 == 3
        ? new object?[11]
        :
        [
            (long)i, i % 5 == 0 ? null : $"text {i} ž", i / 100m, i / 7.0, i % 3 == 0, new DateOnly(1960, 1, 1).AddDays(i * 10), new TimeOnly(1, 2, 3).Add(TimeSpan.FromMicroseconds(i)),
            new DateTime(1969, 12, 31, 23, 59, 59).AddMilliseconds(i), new DateTimeOffset(1999, 1, 1, 0, 0, i % 60, TimeSpan.Zero), new Guid(i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), new byte[] { (byte)i },
        ];

    private static object?[] Printed(object?[] row) => row[0] is not long i
        ? new object?[12]
        :
        [
            i, row[1], row[2]!.ToString(), row[3], row[4], $"{row[5]:yyyy-MM-dd}", i == 0 ? "01:02:03" : $"{row[6]:HH:mm:ss.FFFFFF}", $"{row[7]:yyyy-MM-dd HH:mm:ss.FFF}",
            ((DateTimeOffset)row[8]!).ToUnixTimeMilliseconds() * 1_000, row[9]!.ToString(), ((byte[])row[10]!)[0].ToString("X2"), null,
        ];

    private void Write(ColumnBatch batch, bool compresses = true)
    {
        var writer = new ParquetWriter();
        ParquetBatch.Write(writer, batch, compresses);
        File.WriteAllBytes(_path, writer.Output.ToArray());
    }

    private async Task<List<object?[]>> QueryAsync(string sql)
    {
        await using var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql.Replace("$path", $"'{_path}'", StringComparison.Ordinal);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(at => reader.IsDBNull(at) ? null : reader.GetValue(at))]);
        return rows;
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
}
