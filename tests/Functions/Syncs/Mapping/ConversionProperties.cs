using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Syncs.Mapping;
using FunctionsPlatform.Tests.Conventions;
using static FunctionsPlatform.Tests.Syncs.MappedRows;

namespace FunctionsPlatform.Tests.Syncs;

public sealed partial class ConversionProperties
{
    [Property(MaxTest = 300)]
    public void What_is_printed_reads_back_as_the_same_value(long whole, decimal number, NormalFloat fraction, DateTime wall, Guid uuid, byte[] bytes)
    {
        AssertPrints(ColumnKind.Integer, whole);
        AssertPrints(ColumnKind.Decimal, number);
        AssertPrints(ColumnKind.Float, fraction.Get);
        AssertPrints(ColumnKind.Timestamp, DateTime.SpecifyKind(wall, DateTimeKind.Unspecified));
        AssertPrints(ColumnKind.TimestampTz, new DateTimeOffset(wall.Ticks, TimeSpan.Zero));
        AssertPrints(ColumnKind.Date, DateOnly.FromDateTime(wall));
        AssertPrints(ColumnKind.Time, TimeOnly.FromDateTime(wall));
        AssertPrints(ColumnKind.Uuid, uuid);
        AssertPrints(ColumnKind.Binary, bytes);
    }

    /// <summary>Arithmetic of its own, to hold that of the mapper to.</summary>
    [Property(MaxTest = 300)]
    public void A_decimal_is_taken_when_rounding_it_changes_nothing(decimal number, byte scale)
    {
        var digits = scale % 10;
        var mapped = One(ColumnKind.Decimal, number, Field(ColumnKind.Decimal) with { Scale = digits });

        Assert.Equal(decimal.Round(number, digits) == number ? number : "value_inexact", mapped);
    }

    [Property(MaxTest = 300)]
    public Property Wall_time_of_an_instant_leads_back_to_it_or_to_an_earlier_one_that_showed_the_same() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seconds =>
    {
        var instant = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        var wall = One(ColumnKind.TimestampTz, instant, Field(ColumnKind.Timestamp), Berlin);
        var back = (DateTimeOffset)One(ColumnKind.Timestamp, wall, Field(ColumnKind.TimestampTz), Berlin)!;

        return back <= instant && wall!.Equals(One(ColumnKind.TimestampTz, back, Field(ColumnKind.Timestamp), Berlin));
    });

    [Fact]
    public void The_documented_table_of_kinds_is_what_conversions_there_are()
    {
        var rows = TableRow().Matches(Repository.Read("docs/syncs-mapping.md")).Select(match => match.Value.Split('|', StringSplitOptions.TrimEntries)[1..^1]).ToList();
        var kinds = Enum.GetValues<ColumnKind>();

        Assert.Equal(kinds.Length + 1, rows.Count);
        foreach (var row in rows.Skip(1))
        {
            var documented = rows[0].Skip(1).Zip(row.Skip(1), (to, answer) => (To: Enum.Parse<ColumnKind>(to), Answer: answer));
            Assert.All(documented, cell => Assert.Equal(Conversions.Exists(Enum.Parse<ColumnKind>(row[0]), cell.To) ? "yes" : "never", cell.Answer));
        }
    }

    private static void AssertPrints(ColumnKind kind, object value)
    {
        var text = One(kind, value, Field(ColumnKind.Text), Berlin);

        Assert.Equal(value, One(ColumnKind.Text, text, Field(kind), Berlin));
    }

    [GeneratedRegex(@"^\| (?:from|[A-Z][a-zA-Z]+) .*\|(?: yes| never| [A-Z][A-Za-z]+).*$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
