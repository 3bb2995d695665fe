using FunctionsPlatform.Connectors;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Tests.Translation.Embedded;

public sealed class LinkingTests
{
    private static readonly SchemaCatalog College = new(
        null,
        [
            Shop.Table("stu", [], Shop.Key("StuID"), Shop.Text("Fname"), Shop.Text("LName", "Smith", "Kim"), Shop.Of("age", ColumnKind.Integer), Shop.Of("deptCode", ColumnKind.Integer), Shop.Of("birthdate", ColumnKind.Date)),
            Shop.Table("departments", [], Shop.Key("dept_id"), Shop.Text("dept_name", "History", "Computer Science")),
        ],
        DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("What are the first and last names of students?", "SELECT Fname, LName FROM stu")]
    [InlineData("full names of students older than 20", "SELECT Fname, LName FROM stu WHERE age > 20")]
    [InlineData("student ids", "SELECT StuID FROM stu")]
    [InlineData("What is the date of birth of the student named Kim?", "SELECT birthdate FROM stu WHERE LName = 'Kim'")]
    [InlineData("list the division names", "SELECT dept_name FROM departments")]
    public async Task Words_find_shortened_glued_and_synonymous_names(string question, string sql) => Assert.Equal(sql, await Ask.SqlAsync(question, schema: College));

    [Theory]
    [InlineData("customers in Germny")]
    [InlineData("customers in \"germany\"")]
    [InlineData("customers in GERMANY")]
    public async Task Values_are_found_whatever_their_case_and_with_one_slip(string question) =>
        Assert.EndsWith("WHERE countries.name = 'Germany'", await Ask.SqlAsync(question), StringComparison.Ordinal);

    [Fact]
    public async Task Values_of_several_words_are_one_value() =>
        Assert.EndsWith("WHERE countries.name = 'United States'", await Ask.SqlAsync("customers from the United States"), StringComparison.Ordinal);

    [Fact]
    public async Task Tables_without_declared_keys_are_joined_by_the_names_of_columns()
    {
        var undeclared = Shop.Catalog with { Tables = [.. Shop.Catalog.Tables.Select(table => table with { ForeignKeys = [] })] };

        Assert.Equal(
            "SELECT customers.name FROM customers JOIN countries ON customers.country_id = countries.country_id WHERE countries.name = 'Spain'",
            await Ask.SqlAsync("customers from Spain", schema: undeclared));
    }

    [Fact]
    public async Task Of_two_keys_to_one_table_the_named_one_is_taken()
    {
        var flights = new SchemaCatalog(
            null,
            [
                Shop.Table("flights", [Key("origin_airport"), Key("destination_airport")], Shop.Key("flight_id"), Shop.Of("origin_airport", ColumnKind.Integer), Shop.Of("destination_airport", ColumnKind.Integer)),
                Shop.Table("airports", [], Shop.Key("airport_id"), Shop.Text("city", "Oslo")),
            ],
            DateTimeOffset.UnixEpoch);

        Assert.Contains("flights.destination_airport = airports.airport_id", await Ask.SqlAsync("How many flights have destination Oslo?", schema: flights), StringComparison.Ordinal);

        static ForeignKey Key(string column) => new([column], null, "airports", ["airport_id"]);
    }

    [Fact]
    public async Task Says_what_the_words_became()
    {
        var result = await Ask.TranslateAsync(new TranslationRequest("How many customers from Spain?", Shop.Catalog, SqlDialect.Sqlite, Ask.Now));

        Assert.True(result.Succeeded(out var translated, out _));
        Assert.Contains(new UnderstoodPhrase("Spain", "value 'Spain' of countries.name"), translated.Understood);
        Assert.Contains(new UnderstoodPhrase("customers", "table customers"), translated.Understood);
        Assert.Contains("countries.name is Spain", translated.Explanation, StringComparison.Ordinal);
        Assert.InRange(translated.Confidence, 0.5, 1);
    }
}
