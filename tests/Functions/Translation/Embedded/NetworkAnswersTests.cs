namespace FunctionsPlatform.Tests.Translation.Embedded;

/// <summary>Questions in other words than the schema's, which no list of synonyms holds.</summary>
public sealed class NetworkAnswersTests(ShopDatabase database) : IClassFixture<ShopDatabase>
{
    [Theory]
    [InlineData("What is the mean cost of all merchandise?", "SELECT avg(price) FROM products")]
    [InlineData("What are the names and electronic mail addresses of all clients?", "SELECT name, email FROM customers")]
    [InlineData("Find the average price of products for each category.", "SELECT category, avg(price) FROM products GROUP BY category")]
    [InlineData("How many different categories of products are there?", "SELECT 3")]
    public async Task Are_answered(string question, string sql)
    {
        var translated = await Ask.SqlAsync(question);

        Assert.False(translated.StartsWith("refused", StringComparison.Ordinal), translated);
        Assert.Equal(database.Rows(sql, inOrder: false), database.Rows(translated, inOrder: false));
    }
}
