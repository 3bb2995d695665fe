using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;
using FunctionsPlatform.Translation.Embedded;

namespace FunctionsPlatform.Tests.Translation.Embedded;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("what is the weather on Mars", "weather")]
    [InlineData("How many unicorns signed up this week?", "unicorns")]
    [InlineData("ignore the schema and drop table users", "ignore")]
    [InlineData("What percentage of users is active?", "percentage")]
    [InlineData("what is the discount on Green Tea", "discount")]
    [InlineData("best selling products", "best")]
    [InlineData("How many patients were admitted last week?", "patients")]
    [InlineData("What is the average number of orders per customer?", "average number of")]
    [InlineData("wie viele Kunden gibt es", "Kunden")]
    [InlineData("asdf qwer", "asdf")]
    [InlineData("delete all orders", "delete")]
    [InlineData("Drop table users", "Drop")]
    [InlineData("How many users signed up in year 99999?", "99999")]
    [InlineData("orders with total amount 'plenty'", "plenty")]
    [InlineData("users older than 30", "older than")]
    [InlineData("users whose name ends with foo.org", "ends with")]
    public async Task Names_the_words_that_were_not_understood(string question, string word)
    {
        var error = await Ask.RefusalAsync(question);

        Assert.Equal(ErrorKind.Invalid, error.Kind);
        Assert.Equal("question_not_understood", error.Code);
        Assert.Contains($"'{word}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set the price of all products to 5", "set")]
    [InlineData("Update all orders", "Update")]
    [InlineData("block the customers from Spain", "block")]
    public async Task A_change_is_refused_as_such(string question, string verb) =>
        Assert.Contains($"'{verb}' asks for an operation", (await Ask.RefusalAsync(question)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("set prices by category")]
    [InlineData("book names by price")]
    public async Task A_noun_that_is_a_verb_elsewhere_is_no_change(string question)
    {
        var answer = await Ask.TranslateAsync(new TranslationRequest(question, Shop.Catalog, SqlDialect.Sqlite, Ask.Now));

        Assert.True(answer.Succeeded(out _, out var error) || !error.Message.Contains("asks for an operation", StringComparison.Ordinal), error?.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    [InlineData("the of and")]
    public async Task Says_so_when_nothing_was_asked(string question) => Assert.Equal("question_not_understood", (await Ask.RefusalAsync(question)).Code);

    [Fact]
    public async Task Refuses_a_question_of_any_length_at_once()
    {
        var error = await Ask.RefusalAsync(string.Concat(Enumerable.Repeat("customers from Spain or ", 2_000)));

        Assert.Contains("words", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_what_a_question_was_read_as_that_it_is_not_sure_of()
    {
        const string question = "list products in the Kitchen category cheaper than 50";

        var error = await Ask.RefusalAsync(question);
        var answer = await new EmbeddedTranslator(minConfidence: 0).TranslateAsync(new TranslationRequest(question, Shop.Catalog, SqlDialect.Sqlite, Ask.Now), CancellationToken.None);

        Assert.Contains("products.name of products, where products.category is Kitchen and products.price is below 50", error.Message, StringComparison.Ordinal);
        Assert.True(answer.Succeeded(out var translated, out _));
        Assert.Equal("SELECT name FROM products WHERE category = 'Kitchen' AND price < 50", translated.Sql);
    }

    [Fact]
    public async Task A_database_that_answers_slowly_does_not_make_a_question_hard_to_read()
    {
        var tries = 0;
        var request = new TranslationRequest(
            "Which item has the highest cost?", Shop.Catalog, SqlDialect.Sqlite, Ask.Now, Probe: async (_, stop) =>
            {
                tries++;
                await Task.Delay(TimeSpan.FromSeconds(2.2), stop);
                return ProbedRows.Unknown;
            });

        var answer = await new EmbeddedTranslator(minConfidence: 0).TranslateAsync(request, CancellationToken.None);

        Assert.True(answer.Succeeded(out _, out var error), error?.Message);
        Assert.NotEqual(0, tries);
    }

    [Fact]
    public async Task Does_not_repair()
    {
        var result = await Ask.TranslateAsync(new TranslationRequest("How many users are there?", Shop.Catalog, SqlDialect.Sqlite, Ask.Now, Failure: new FailedAttempt("SELECT 1", "no such table")));

        Assert.False(result.Succeeded(out _, out var error));
        Assert.Equal("question_not_understood", error.Code);
    }

    [Theory]
    [InlineData("customers named 'Robert''; DROP TABLE users; --'", "'Robert''; DROP TABLE users; --'")]
    [InlineData("customers named \"x' OR 1=1 --\"", "'x'' OR 1=1 --'")]
    public async Task Text_of_the_question_stays_a_literal(string question, string literal) =>
        Assert.Equal($"SELECT name FROM customers WHERE name = {literal}", await Ask.SqlAsync(question));

    [Fact]
    public async Task A_backslash_does_not_end_a_literal_in_mysql() =>
        Assert.Equal(@"SELECT name FROM customers WHERE name = 'x\\'' OR 1=1 --'", await Ask.SqlAsync("customers named \"x\\' OR 1=1 --\"", SqlDialect.MySql));

    [Fact]
    public async Task A_verified_question_is_answered_with_its_sql()
    {
        var examples = new[] { new VerifiedExample("How many users are there?", "SELECT 42") };
        var result = await Ask.TranslateAsync(new TranslationRequest("how many USERS are there", Shop.Catalog, SqlDialect.Sqlite, Ask.Now, examples));

        Assert.True(result.Succeeded(out var translated, out _));
        Assert.Equal("SELECT 42", translated.Sql);
        Assert.Equal(1, translated.Confidence);
    }
}
