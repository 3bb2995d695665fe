using System.Globalization;
using DuckDB.NET.Data;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Tests.Translation.Embedded;

/// <summary>The same questions over the same rows in another database give the same answers.</summary>
public sealed class DuckDbTests(ShopDatabase sqlite) : IClassFixture<ShopDatabase>, IDisposable
{
    private readonly DuckDBConnection _duck = new("Data Source=:memory:");

    [Theory]
    [InlineData("How many users signed up this week?")]
    [InlineData("list the top 5 countries with the most orders")]
    [InlineData("average price per category")]
    [InlineData("what is the total revenue by month")]
    [InlineData("customers with more than 2 orders")]
    [InlineData("Who is the newest customer?")]
    [InlineData("customers from spain or germany")]
    [InlineData("names of customers whose name starts with 'A'")]
    [InlineData("number of active users")]
    [InlineData("customers without an email")]
    [InlineData("customers who never ordered")]
    [InlineData("products whose price is above the average")]
    [InlineData("Which customers ordered both 'Green Tea' and 'Mug'?")]
    [InlineData("customers in Europe but not in Spain")]
    [InlineData("How many orders since March 2023?")]
    public async Task Answers_as_sqlite_does(string question)
    {
        _duck.Open();
        await using var create = _duck.CreateCommand();
        create.CommandText = Shop.Script;
        await create.ExecuteNonQueryAsync();

        var expected = sqlite.Rows(await Ask.SqlAsync(question), inOrder: false).Select(Comparable).Order(StringComparer.Ordinal);

        Assert.Equal(expected, (await RowsAsync(await Ask.SqlAsync(question, SqlDialect.DuckDb))).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _duck.Dispose();

    private async Task<List<string>> RowsAsync(string sql)
    {
        await using var command = _duck.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(Comparable(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(at => Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture)))));
        }

        return rows;
    }

    /// <summary>Numbers without the zeros that a decimal's scale adds.</summary>
    private static string Comparable(string row) => string.Join(
        " | ",
        row.Split(" | ").Select(cell => double.TryParse(cell, CultureInfo.InvariantCulture, out var number) ? number.ToString("G10", CultureInfo.InvariantCulture) : cell));
}
