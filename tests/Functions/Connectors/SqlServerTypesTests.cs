using System.Data.SqlTypes;
using System.Globalization;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.SqlServer;

namespace FunctionsPlatform.Tests.Connectors;

public sealed class SqlServerTypesTests
{
    [Theory]
    [InlineData("tinyint", ColumnKind.Integer)]
    [InlineData("bigint", ColumnKind.Integer)]
    [InlineData("decimal(38,10)", ColumnKind.Decimal)]
    [InlineData("numeric", ColumnKind.Decimal)]
    [InlineData("money", ColumnKind.Decimal)]
    [InlineData("smallmoney", ColumnKind.Decimal)]
    [InlineData("real", ColumnKind.Float)]
    [InlineData("float", ColumnKind.Float)]
    [InlineData("bit", ColumnKind.Boolean)]
    [InlineData("nvarchar(max)", ColumnKind.Text)]
    [InlineData("CHAR(2)", ColumnKind.Text)]
    [InlineData("ntext", ColumnKind.Text)]
    [InlineData("date", ColumnKind.Date)]
    [InlineData("time(7)", ColumnKind.Time)]
    [InlineData("datetime", ColumnKind.Timestamp)]
    [InlineData("datetime2(3)", ColumnKind.Timestamp)]
    [InlineData("smalldatetime", ColumnKind.Timestamp)]
    [InlineData("datetimeoffset(7)", ColumnKind.TimestampTz)]
    [InlineData("uniqueidentifier", ColumnKind.Uuid)]
    [InlineData("json", ColumnKind.Json)]
    [InlineData("varbinary(max)", ColumnKind.Binary)]
    [InlineData("timestamp", ColumnKind.Binary)]
    [InlineData("geography", ColumnKind.Binary)]
    [InlineData("shop.sys.hierarchyid", ColumnKind.Binary)]
    [InlineData("shop.dbo.money", ColumnKind.Binary)]
    [InlineData("shop.dbo.OurPoint", ColumnKind.Binary)]
    [InlineData("xml", ColumnKind.Other)]
    [InlineData("sql_variant", ColumnKind.Other)]
    [InlineData("vector", ColumnKind.Other)]
    public void Types_have_a_kind(string type, ColumnKind kind) => Assert.Equal(kind, SqlServerTypes.KindOf(type));

    [Theory]
    [InlineData("0.10", true)]
    [InlineData("-9999999999999999999999999999", true)]
    [InlineData("99999999999999999999999999999999999999", false)]
    [InlineData("-1.2345678901234567890123456789", false)]
    public void Decimals_are_exact_or_text(string text, bool isNumber)
    {
        var value = SqlServerTypes.Exact(SqlDecimal.Parse(text));

        Assert.Equal(isNumber ? decimal.Parse(text, CultureInfo.InvariantCulture) : text, value);
        Assert.Equal(text, Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_small_number_of_a_wide_column_is_a_decimal() =>
        Assert.Equal(1.50m, SqlServerTypes.Exact(new SqlDecimal(38, 2, true, [150, 0, 0, 0])));

    public static TheoryData<object, string> Variants => new()
    {
        { new SqlInt32(7), "7" },
        { new SqlString("text"), "text" },
        { new SqlBoolean(true), "1" },
        { new SqlBinary([0, 255]), "0x00FF" },
        { new SqlDouble(1.5), "1.5" },
        { new SqlMoney(1.5m), "1.5000" },
        { SqlDecimal.Parse("99999999999999999999999999999999999999"), "99999999999999999999999999999999999999" },
        { new SqlGuid("6f9619ff-8b86-d011-b42d-00cf4fc964ff"), "6f9619ff-8b86-d011-b42d-00cf4fc964ff" },
        { new DateTime(2024, 2, 29), "2024-02-29 00:00:00" },
        { new DateTimeOffset(2024, 2, 29, 1, 2, 3, 450, TimeSpan.FromHours(2)), "2024-02-29 01:02:03.45 +02:00" },
        { new TimeSpan(1, 2, 3), "01:02:03" },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Variants_are_printed_the_same_everywhere(object value, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal(expected, SqlServerTypes.Printed(value));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
