using System.Net;
using System.Text;
using Fixtures;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Datasets.Queries;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Tests.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Api.DataForge;

[Collection(nameof(ForgePlatform))]
public sealed class QueryTests(ForgePlatform platform)
{
    private const string Canary = "canary-3e91";

    [Fact]
    public async Task Several_datasets_are_read_by_their_names()
    {
        var orders = (await platform.MadeOfAsync("q_orders", "id,shop\n1,a\n2,b\n3,a\n")).At("$.id")!;
        await platform.MadeOfAsync("Q Shops", "code,city\na,Bern\nb,Basel\n");

        Assert.Equal(
            """[["Basel",1],["Bern",2]]""",
            await platform.RowsAsync(orders, """WITH counted AS (SELECT shop, count(*) AS n FROM Q_ORDERS GROUP BY shop) SELECT city, n FROM counted JOIN "q shops" ON code = shop ORDER BY city -- end"""));
    }

    [Fact]
    public async Task A_limit_cuts_rows_off_and_says_so()
    {
        var id = (await platform.MadeOfAsync("q_limit", "n\n1\n2\n3\n")).At("$.id")!;

        var cut = await ForgePlatform.ReadAsync(await platform.QueryAsync(id, "SELECT n FROM q_limit ORDER BY n", limit: 2));
        Assert.Equal("[[1],[2]] 2 true", $"{cut["rows"]!.ToJsonString()} {cut.At("$.row_count")} {cut.At("$.truncated")}");
        var whole = await ForgePlatform.ReadAsync(await platform.QueryAsync(id, "SELECT n FROM q_limit ORDER BY n", limit: 3));
        Assert.Equal("false", whole.At("$.truncated"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await platform.QueryAsync(id, "SELECT n FROM q_limit", limit: 0)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await platform.PostAsync("/api/v1/query", new { dataset_id = id })).StatusCode);
    }

    [Fact]
    public async Task A_large_answer_is_streamed_whole()
    {
        var id = (await platform.MadeOfAsync("q_large", "n\n1\n")).At("$.id")!;

        var answer = await ForgePlatform.ReadAsync(await platform.QueryAsync(id, "SELECT range AS n, 'row ' || range AS word FROM range(60000), q_large", limit: 100_000));

        Assert.Equal("60000", answer.At("$.row_count"));
        Assert.Equal("row 59999", answer["rows"]![59_999].At("[1]"));
    }

    [Fact]
    public async Task A_dataset_that_is_deleted_between_the_plan_of_a_query_and_its_start_is_not_found()
    {
        var id = (await platform.MadeOfAsync("q_deleted", "n\n1\n")).At("$.id")!;
        Assert.True(Dataset.PublicId.TryParse(id, out var key));
        var planned = (await platform.App.Services.GetRequiredService<FunctionsPlatform.Datasets.Datasets>().GetAsync(platform.Workspace.Id, key, default)).Value;
        await platform.Client.DeleteAsync($"/api/v1/datasets/{id}");

        // The file as an instance looks for it that has no copy.
        var elsewhere = planned with { Current = planned.Current! with { Parts = [new DatasetPart($"{planned.Current.Parts[0].Blob}.gone", 1, 1)] } };
        var leased = await platform.App.Services.GetRequiredService<DatasetQueries>().LeaseAsync(platform.Workspace.Id, [elsewhere], default);

        Assert.False(leased.Succeeded(out _, out var refusal));
        Assert.Equal(DatasetErrors.NotFound, refusal);
    }

    [Fact]
    public async Task A_wrong_query_is_answered_with_what_is_wrong()
    {
        var id = (await platform.MadeOfAsync("q_wrong", "n\n1\n")).At("$.id")!;

        await RefusedAsync("SELECT m FROM q_wrong", HttpStatusCode.BadRequest, "query_failed");
        await RefusedAsync("SELECT FROM WHERE", HttpStatusCode.BadRequest, "query_failed");
        await RefusedAsync("SELECT CAST('x' AS INTEGER) FROM q_wrong", HttpStatusCode.BadRequest, "query_failed");
        await RefusedAsync("SELECT * FROM q_other", HttpStatusCode.BadRequest, "dataset_table_unknown");
        await RefusedAsync("SELECT * FROM information_schema.tables", HttpStatusCode.BadRequest, "dataset_table_unknown");
        Assert.Equal(HttpStatusCode.NotFound, (await platform.QueryAsync("ds-none", "SELECT 1")).StatusCode);

        async Task RefusedAsync(string sql, HttpStatusCode status, string code)
        {
            var refused = await platform.QueryAsync(id, sql);
            Assert.Equal($"{status} {code}", $"{refused.StatusCode} {(await refused.JsonAsync()).At("$.error.code")}");
        }
    }

    [Fact]
    public async Task Time_and_memory_are_bounded()
    {
        var id = (await platform.MadeOfAsync("q_bounds", "n\n1\n")).At("$.id")!;

        var slow = await platform.QueryAsync(id, "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3");
        Assert.Equal("query_timed_out", (await slow.JsonAsync()).At("$.error.code"));
        var large = await platform.QueryAsync(id, "SELECT string_agg(md5(range::VARCHAR), ',') FROM range(30000000)");
        Assert.Contains("256 MB", (await large.JsonAsync()).At("$.error.message")!, StringComparison.Ordinal);
        Assert.Equal("[[1]]", await platform.RowsAsync(id, "SELECT n FROM q_bounds"));
    }

    /// <summary>The corpus of the guard, against the whole door: each is refused, and none reads, writes or changes anything.</summary>
    [Fact]
    public async Task No_hostile_statement_gets_out_of_the_sandbox()
    {
        var id = (await platform.MadeOfAsync("victims", "id,name\n1,a\n2,b\n")).At("$.id")!;
        var directory = Directory.CreateTempSubdirectory("hostile-");
        var (canary, written) = (Path.Combine(directory.FullName, "canary.csv"), Path.Combine(directory.FullName, "written.csv"));
        await File.WriteAllTextAsync(canary, $"{Canary},{Canary}\n");
        var corpus = SqlCorpus.Hostile(SqlDialect.DuckDb).Where(statement => statement.OnlyDatabase is null).Select(statement => statement.On(canary, written, 9)).ToList();
        var wrong = new List<string>();

        foreach (var hostile in corpus)
        {
            var response = await platform.QueryAsync(id, hostile.Sql);
            if ((int)response.StatusCode is < 400 or >= 500 || (await response.Content.ReadAsStringAsync()).Contains(Canary, StringComparison.Ordinal))
                wrong.Add($"{response.StatusCode}: {hostile.Sql}");
        }

        Assert.True(corpus.Count >= 60, $"{corpus.Count} statements");
        Assert.Empty(wrong);
        Assert.False(File.Exists(written));
        Assert.Equal("[[2]]", await platform.RowsAsync(id, "SELECT count(*) FROM victims"));
        directory.Delete(recursive: true);
    }

    /// <summary>Past the guard: the database of a workspace alone reads no file of others, writes nothing and takes no setting.</summary>
    [Fact]
    public async Task The_database_itself_keeps_hostile_statements_in()
    {
        var files = platform.App.Services.GetRequiredService<DatasetFiles>();
        var foreign = Directory.CreateTempSubdirectory("foreign-");
        var (canary, written) = (Path.Combine(foreign.FullName, "canary.csv"), Path.Combine(foreign.FullName, "written.csv"));
        await File.WriteAllTextAsync(canary, $"{Canary},{Canary}\n");
        using var instances = new QueryInstances(new DatasetOptions { QueryMemoryMb = 128, QueryThreads = 1 }, TimeProvider.System);
        var own = files.CacheOf(platform.Workspace.Id);
        var before = Directory.GetFiles(own).Order().ToList();

        foreach (var hostile in SqlCorpus.Hostile(SqlDialect.DuckDb).Where(statement => statement.OnlyGuard is null && statement.OnlyDatabase is null))
        {
            using var connection = instances.Open(own, out var closed);
            using var command = connection.CreateCommand();
            command.CommandText = "BEGIN TRANSACTION READ ONLY";
            command.ExecuteNonQuery();
            command.CommandText = hostile.On(canary, written, 9).Sql;
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            using var cancelling = stop.Token.Register(command.Cancel);
            try
            {
                using var rows = command.ExecuteReader();
                while (rows.Read())
                {
                    for (var at = 0; at < rows.FieldCount; at++)
                        Assert.DoesNotContain(Canary, $"{rows.GetValue(at)}", StringComparison.Ordinal);
                }
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.DoesNotContain(Canary, failure.Message, StringComparison.Ordinal);
            }

            closed();
            Assert.False(File.Exists(written), hostile.Sql);
        }

        Assert.Equal(before, Directory.GetFiles(own).Order());
        foreign.Delete(recursive: true);
    }

    [Fact]
    public async Task A_question_in_plain_language_becomes_a_query()
    {
        var csv = new StringBuilder("order_id,country,amount\n");
        for (var row = 1; row <= 30; row++)
            csv.Append(row).Append(row % 3 == 0 ? ",Spain," : ",France,").Append(row).Append(".5\n");
        var id = (await platform.MadeOfAsync("orders", csv.ToString())).At("$.id")!;

        var answer = await ForgePlatform.ReadAsync(await platform.PostAsync("/api/v1/query", new { dataset_id = id, question = "How many orders are from Spain?" }));

        Assert.Equal("[[10]]", answer["rows"]!.ToJsonString());
        Assert.Contains("Spain", answer.At("$.query")!, StringComparison.Ordinal);
        var beyond = await platform.PostAsync("/api/v1/query", new { dataset_id = id, question = "What is the meaning of life?" });
        Assert.Equal("question_not_understood", (await beyond.JsonAsync()).At("$.error.code"));
    }

    [Fact]
    public async Task Rows_of_a_dataset_can_be_looked_at()
    {
        var id = (await platform.MadeOfAsync("q_preview", "n\n1\n2\n3\n")).At("$.id")!;

        var preview = await ForgePlatform.ReadAsync(await platform.Client.GetAsync($"/api/v1/datasets/{id}/preview?limit=2"));

        Assert.Equal("[[1],[2]] true", $"{preview["rows"]!.ToJsonString()} {preview.At("$.truncated")}");
    }

    [Fact]
    public async Task Slices_read_and_write_datasets_by_their_public_classes()
    {
        var (datasets, queries) = (platform.App.Services.GetRequiredService<FunctionsPlatform.Datasets.Datasets>(), platform.App.Services.GetRequiredService<DatasetQueries>());
        ResultColumn[] columns = [new("id", ColumnKind.Integer), new("score", ColumnKind.Float), new("price", ColumnKind.Decimal), new("at", ColumnKind.TimestampTz), new("label", ColumnKind.Text)];
        var made = (await datasets.WriteAsync(platform.Workspace.Id, new NewDataset("q_written"), columns, Rows(3), default)).Value;
        var again = (await datasets.WriteAsync(platform.Workspace.Id, made.Id, columns, Rows(5), default)).Value;

        Assert.Equal((3L, 5L, 2), (made.Current!.RowCount, again.Current!.RowCount, again.Current.Number));
        await using var reader = (await queries.ReadAsync(platform.Workspace.Id, made.Id, "SELECT * FROM q_written WHERE id = 4", ReadLimits.Default, default)).Value;
        Assert.Equal([4L, 2.0, 4.25m, DateTimeOffset.Parse("2026-01-05T00:00:00Z"), "row 4"], (await reader.ReadAsync(default))!);
        Assert.Null(await reader.ReadAsync(default));

        static async IAsyncEnumerable<object?[]> Rows(int count)
        {
            for (var row = 0; row < count; row++)
            {
                await Task.Yield();
                yield return [row, row / 2.0, row + 0.25m, DateTimeOffset.Parse("2026-01-01T02:00:00+02:00").AddDays(row), $"row {row}"];
            }
        }
    }
}
