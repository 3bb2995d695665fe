using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Tests.Translation.Embedded;

public sealed class ExtremeDateTests
{
    [Theory]
    [InlineData("How many orders were placed in the last 9999 years?", "2024-01-10T12:00:00Z")]
    [InlineData("How many orders were placed in the last 9999 quarters?", "2024-01-10T12:00:00Z")]
    [InlineData("How many orders were placed on 9999-12-31?", "2024-01-10T12:00:00Z")]
    [InlineData("How many orders were placed on 0001-01-01?", "2024-01-10T12:00:00+14:00")]
    [InlineData("How many orders were placed last year?", "0001-01-01T00:00:00Z")]
    [InlineData("How many orders were placed next year?", "9999-12-31T23:59:59Z")]
    [InlineData("How many orders were placed today?", "9999-12-31T23:59:59Z")]
    public async Task A_period_beyond_all_dates_is_refused_or_answered_but_no_surprise(string question, string now)
    {
        foreach (var dialect in Enum.GetValues<SqlDialect>())
        {
            var result = await Ask.TranslateAsync(new TranslationRequest(question, Shop.Catalog, dialect, DateTimeOffset.Parse(now)));

            Assert.True(result.Succeeded(out _, out var error) || error.Kind == ErrorKind.Invalid);
        }
    }
}
