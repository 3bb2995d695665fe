using System.Diagnostics;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;
using FunctionsPlatform.Translation.Embedded;

namespace FunctionsPlatform.Tests.Translation.Embedded;

public class LargeSchemaTests
{
    [Fact]
    public async Task A_question_over_very_many_columns_is_answered_or_refused_and_never_takes_minutes()
    {
        string[] nouns = ["customer", "order", "product", "country", "status", "amount", "price", "city", "region", "total"];
        var tables = Enumerable.Range(0, 1_000).Select(t => new SchemaTable(
            "main",
            $"{nouns[t % 10]}_{nouns[t / 10 % 10]}_{t}",
            [.. Enumerable.Range(0, 100).Select(c => new SchemaColumn(
                $"{nouns[c % 10]}_{nouns[c / 10]}",
                "text",
                ColumnKind.Text,
                true,
                c < 20 ? [.. Enumerable.Range(0, 100).Select(v => $"{nouns[v % 10]} {nouns[c % 10]} {v}")] : null))],
            [],
            [])).ToList();
        var schema = new SchemaCatalog("main", tables, DateTimeOffset.UnixEpoch);
        var question = string.Join(' ', Enumerable.Repeat("total price of customer order status by country city", 9));
        var watch = Stopwatch.StartNew();

        var answer = await new EmbeddedTranslator().TranslateAsync(
            new TranslationRequest(question, schema, SqlDialect.Sqlite, DateTimeOffset.UnixEpoch), CancellationToken.None);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
        if (!answer.Succeeded(out _, out var refusal))
            Assert.Equal("question_not_understood", refusal.Code);
    }
}
