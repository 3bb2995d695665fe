using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

public sealed class CursorTests
{
    public static TheoryData<ColumnKind, object?[], string?> Highest { get; } = new()
    {
        { ColumnKind.Integer, [3L, -5L, null, 12L, 7L], "12" },
        { ColumnKind.Decimal, [9.5m, 10.25m, "NaN"], "10.25" },
        { ColumnKind.Float, [1.5, double.PositiveInfinity, double.NaN, 2.5], "2.5" },
        { ColumnKind.Date, [new DateOnly(2024, 1, 2), "infinity", new DateOnly(2023, 1, 1)], "2024-01-02" },
        { ColumnKind.Timestamp, [new DateTime(2024, 1, 2, 3, 4, 5).AddMicroseconds(7), "infinity"], "2024-01-02 03:04:05.000007" },
        { ColumnKind.Timestamp, [new DateTime(2024, 1, 2, 3, 4, 5), new DateTime(2024, 1, 2, 3, 4, 5).AddTicks(19)], "2024-01-02 03:04:05.000001" },
        { ColumnKind.Timestamp, [new DateTime(1969, 12, 31, 23, 59, 59).AddTicks(19)], "1969-12-31 23:59:59.000001" },
        { ColumnKind.TimestampTz, [new DateTimeOffset(2024, 1, 2, 3, 0, 0, TimeSpan.Zero), new DateTimeOffset(2024, 1, 2, 3, 0, 0, TimeSpan.FromHours(-1))], "2024-01-02 04:00:00Z" },
        { ColumnKind.Text, ["b", "a", "B"], "b" },
        { ColumnKind.Uuid, [Guid.Parse("00000000-0000-0000-0000-0000000000ff"), Guid.Parse("01000000-0000-0000-0000-000000000000")], "01000000-0000-0000-0000-000000000000" },
        { ColumnKind.Boolean, [true], null },
        { ColumnKind.Integer, [null], null },
        { ColumnKind.Integer, [], null },
    };

    [Theory]
    [MemberData(nameof(Highest))]
    public void The_highest_value_is_found(ColumnKind kind, object?[] values, string? expected)
    {
        var maximum = new CursorMaximum(0, kind);
        foreach (var some in values.Chunk(2))
        {
            var batch = new ColumnBatch([new ResultColumn("cursor", kind)]);
            foreach (var value in some)
                batch.AddRow([value]);
            maximum.Consider(batch);
        }

        Assert.Equal(expected, maximum.Text());
    }

    [Fact]
    public async Task An_extract_tells_it()
    {
        using var scenario = await SnapshotScenario.StartAsync(chunkRows: 1);

        var extract = await scenario.ExtractAsync(scenario.NewRun(), cursor: "age");
        var empty = await scenario.ExtractAsync(scenario.NewRun(), "false", cursor: "age");

        Assert.Equal(("50", null), (extract.HighestCursor, empty.HighestCursor));
    }

    [Fact]
    public async Task A_column_that_the_source_lost_is_named()
    {
        using var scenario = await SnapshotScenario.StartAsync();

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => scenario.ExtractAsync(scenario.NewRun(), key: ["email"]));

        Assert.Contains("email", failure.Message, StringComparison.Ordinal);
    }
}
