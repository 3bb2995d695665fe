using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Parsing;
using FunctionsPlatform.Translation.Embedded.Plans;
using FunctionsPlatform.Translation.Embedded.Query;
using FunctionsPlatform.Translation.Embedded.Reading;
using FunctionsPlatform.Translation.Embedded.Rendering;

namespace FunctionsPlatform.Tests.Translation.Embedded.Plans;

/// <summary>A query survives being written as a plan, and the grammar lets every such plan be written and nothing but queries.</summary>
public sealed class PlanTests(ShopDatabase database) : IClassFixture<ShopDatabase>
{
    private static readonly SchemaIndex Index = SchemaIndex.Of(Shop.Catalog, null);

    [Theory]
    [InlineData("How many orders are there?")]
    [InlineData("names of customers from Spain sorted by name")]
    [InlineData("customers with more than 1 orders")]
    [InlineData("top 3 customers by total spending")]
    [InlineData("customers who never ordered")]
    [InlineData("products with a price between 5 and 20")]
    [InlineData("products whose price is above the average")]
    [InlineData("customers in Europe but not in Spain")]
    [InlineData("Which customers ordered both 'Green Tea' and 'Mug'?")]
    [InlineData("orders with status shipped or paid")]
    [InlineData("customers without an email")]
    [InlineData("average quantity per product")]
    public void A_query_written_and_read_again_returns_the_same_rows(string question)
    {
        var (query, scope) = Ruled(question);

        var plan = new PlanWriter(scope, Index.Joins).Write(query);

        Assert.NotNull(plan);
        Assert.Equal(database.Rows(Sql(query), inOrder: false), database.Rows(Sql(new PlanReader(scope, Index.Joins, new HashSet<string>()).Read(plan)!), inOrder: false));
    }

    [Theory]
    [InlineData("customers with more than 1 orders")]
    [InlineData("products whose price is above the average")]
    [InlineData("customers in Europe but not in Spain")]
    [InlineData("products with a price between 5 and 20")]
    public void The_grammar_allows_every_symbol_of_a_plan(string question)
    {
        var (query, scope) = Ruled(question);
        var grammar = new PlanGrammar(scope);
        var (state, allowed) = (PlanGrammar.Start, new bool[grammar.Symbols]);

        foreach (var symbol in new PlanWriter(scope, Index.Joins).Write(query)!)
        {
            grammar.Allow(state, allowed);
            Assert.True(allowed[symbol], $"{(PlanSymbol)symbol} at {state.Step}");
            state = grammar.Next(state, symbol);
        }

        Assert.Equal(PlanStep.Done, state.Step);
    }

    /// <summary>Any way through the grammar that reaches its end within the length that the search allows.</summary>
    [Fact]
    public void Whatever_the_grammar_allows_is_a_query_that_the_database_takes()
    {
        var (_, scope) = Ruled("names of customers from Spain with more than 2 orders");
        var grammar = new PlanGrammar(scope);
        var allowed = new bool[grammar.Symbols];
        var random = new Random(11);
        var ran = 0;
        for (var attempt = 0; attempt < 2_000; attempt++)
        {
            var (state, plan) = (PlanGrammar.Start, new List<int>());
            while (state.Step is not PlanStep.Done && plan.Count < 60)
            {
                grammar.Allow(state, allowed);
                var choices = Enumerable.Range(0, allowed.Length).Where(symbol => allowed[symbol]).ToList();
                Assert.NotEmpty(choices);
                var ends = choices.Where(symbol => symbol is (int)PlanSymbol.End or (int)PlanSymbol.Close).ToList();
                var symbol = ends.Count > 0 && random.Next(3) == 0 ? ends[0] : choices[random.Next(choices.Count)];
                plan.Add(symbol);
                state = grammar.Next(state, symbol);
            }

            if (state.Step is PlanStep.Done && new PlanReader(scope, Index.Joins, new HashSet<string>()).Read(plan) is { } query)
            {
                var sql = Sql(query);
                Assert.True(Record.Exception(() => database.Rows(sql, inOrder: false)) is null, sql);
                ran++;
            }
        }

        Assert.True(ran > 500, $"{ran} plans ran.");
    }

    [Fact]
    public void Plans_that_group_by_either_side_of_a_join_mean_the_same()
    {
        var (query, scope) = Ruled("How many customers are in each country?");
        var plan = new PlanWriter(scope, Index.Joins).Write(query)!;
        var meaning = new PlanMeaning(scope, Index.Joins);
        var key = scope.Symbol(Index.Tables.Single(table => table.Name == "countries").Key!)!.Value;
        var reference = scope.Symbol(Index.Tables.Single(table => table.Name == "customers").Find("country_id")!)!.Value;

        Assert.Contains(key, plan);
        Assert.Equal(meaning.Of(plan), meaning.Of([.. plan.Select(symbol => symbol == key ? reference : symbol)]));
        Assert.NotEqual(meaning.Of(plan), meaning.Of([.. plan.Where(symbol => symbol != key)]));
    }

    private static (ReadQuery Query, PlanScope Scope) Ruled(string question)
    {
        var tokens = Ellipsis.Expand(Tokenizer.Tokenize(question), Index.Names);
        var mentions = new Linker(Index, Ask.Now, CancellationToken.None).Link(tokens);
        Assert.True(RuledQuery.Of(Index, tokens, mentions, TimeSpan.Zero).Succeeded(out var ruled, out var refusal), refusal?.Message);
        return (ruled.Query, QuestionView.Of(Index, tokens, ParserModel.Vectors, ruled.Query).Scope);
    }

    private static string Sql(ReadQuery query) => new SqlRenderer(SqlDialect.Sqlite, null).Render(query);
}
