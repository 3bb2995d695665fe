using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

public sealed class RowHashTests
{
    public static TheoryData<ColumnKind, object?, ColumnKind, object?> Same { get; } = new()
    {
        { ColumnKind.Decimal, 1.0m, ColumnKind.Decimal, 1.00m },
        { ColumnKind.Decimal, 100m, ColumnKind.Decimal, 100.000m },
        { ColumnKind.Decimal, 0m, ColumnKind.Decimal, 0.00m },
        { ColumnKind.Decimal, 7m, ColumnKind.Integer, 7L },
        { ColumnKind.Float, 7.0, ColumnKind.Integer, 7L },
        { ColumnKind.Float, -0.0, ColumnKind.Float, 0.0 },
        { ColumnKind.Float, double.NaN, ColumnKind.Float, -double.NaN },
        { ColumnKind.Decimal, "123456789012345678901234567890.50", ColumnKind.Decimal, "123456789012345678901234567890.5" },
        { ColumnKind.Text, null, ColumnKind.Integer, null },
    };

    public static TheoryData<ColumnKind, object?, ColumnKind, object?> Different { get; } = new()
    {
        { ColumnKind.Text, "", ColumnKind.Text, null },
        { ColumnKind.Text, "1", ColumnKind.Integer, 1L },
        { ColumnKind.Text, "a", ColumnKind.Text, "A" },
        { ColumnKind.Text, "a", ColumnKind.Text, "a " },
        { ColumnKind.Integer, 1L, ColumnKind.Integer, -1L },
        { ColumnKind.Integer, 0L, ColumnKind.Boolean, false },
        { ColumnKind.Decimal, 1m, ColumnKind.Decimal, 10m },
        { ColumnKind.Decimal, 0.1m, ColumnKind.Decimal, 0.10000000000000000000000001m },
        { ColumnKind.Float, 0.1, ColumnKind.Float, 0.1 + 1e-17 + 2e-17 },
        { ColumnKind.Date, "infinity", ColumnKind.Date, "-infinity" },
        { ColumnKind.Timestamp, new DateTime(2024, 1, 1), ColumnKind.Timestamp, new DateTime(2024, 1, 1).AddTicks(1) },
        { ColumnKind.Binary, new byte[] { 0 }, ColumnKind.Binary, new byte[] { 0, 0 } },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void Equal_values_have_one_hash(ColumnKind kind, object? value, ColumnKind otherKind, object? other) =>
        Assert.Equal(Hash([kind], [value]), Hash([otherKind], [other]));

    [Theory]
    [MemberData(nameof(Different))]
    public void Different_values_have_different_hashes(ColumnKind kind, object? value, ColumnKind otherKind, object? other) =>
        Assert.NotEqual(Hash([kind], [value]).Row, Hash([otherKind], [other]).Row);

    [Fact]
    public void Where_a_value_ends_counts() => Assert.NotEqual(
        Hash([ColumnKind.Text, ColumnKind.Text], ["ab", "c"]).Key, Hash([ColumnKind.Text, ColumnKind.Text], ["a", "bc"]).Key);

    /// <summary>Snapshots of deployed versions are compared with: when this fails, raise the version of the hashes.</summary>
    [Fact]
    public void Hashes_stay_what_they_are()
    {
        var (key, row) = Hash(
            [ColumnKind.Integer, ColumnKind.Text, ColumnKind.Decimal, ColumnKind.Float, ColumnKind.Boolean, ColumnKind.Date, ColumnKind.Time, ColumnKind.Timestamp, ColumnKind.TimestampTz, ColumnKind.Uuid, ColumnKind.Binary, ColumnKind.Date, ColumnKind.Json],
            [1L, "žluť", 1.50m, 0.1, true, new DateOnly(2024, 2, 29), new TimeOnly(1, 2, 3), new DateTime(2024, 1, 2, 3, 4, 5), new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero), Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), new byte[] { 1 }, "infinity", null]);

        Assert.Equal(1, RowHasher.Version);
        Assert.Equal(("e2ac385dcc0510a711626f184796444f", 6866757541037090597), (key.ToString("x"), row));
    }

    [Fact]
    public void Digests_tell_in_which_ranges_rows_differ()
    {
        var (ours, theirs) = (new RowDigests(), new RowDigests());
        foreach (var key in Enumerable.Range(0, 1_000).Select(i => (long)((ulong)i * 18446744073709551UL)))
        {
            ours.Add(key, key ^ 5);
            theirs.Add(key, key ^ 5);
        }

        Assert.Null(ours.Fold(64).Compare(theirs));
        theirs.Remove(0, 5);
        theirs.Add(0, 6);
        var differing = ours.Fold(64).Compare(RowDigests.Read(theirs.Write().Span))!;
        Assert.True(differing.Has(0));
        Assert.False(differing.Has(-1));
        Assert.Equal([1, 2, 8, 65_536, 65_536], new[] { 0L, 31, 100, 10_000_000, long.MaxValue }.Select(RowDigests.RangesFor));
    }

    private static (UInt128 Key, long Row) Hash(ColumnKind[] kinds, object?[] values)
    {
        var batch = new ColumnBatch([.. kinds.Select((kind, at) => new ResultColumn($"c{at}", kind))]);
        batch.AddRow(values);
        var hashes = new RowHashes();
        new RowHasher([]).Hash(batch, hashes);
        return (hashes.Key(0), hashes.Rows[0]);
    }
}
