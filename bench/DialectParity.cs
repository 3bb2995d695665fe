using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bench.Accuracy;
using DuckDB.NET.Data;
using Fixtures.Servers;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;
using FunctionsPlatform.Translation.Embedded;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Bench;

/// <summary>
/// Whether a question gets the same rows from the same tables in SQLite, PostgreSQL, MariaDB and DuckDB, and SQL that Microsoft's parser reads for SQL Server: databases of the train
/// split, loaded alike into each.
/// </summary>
/// <remarks>Options: <c>--databases N</c> (20), <c>--dump FILE</c> for one JSON line a question that differs.</remarks>
internal static partial class DialectParity
{
    private static readonly ReadLimits Limits = new(TimeSpan.FromSeconds(10), 100_000);
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task RunAsync(string[] options, TextWriter output)
    {
        var folder = Path.Combine("..", "shared", "nl2sql");
        var most = Option(options, "--databases") is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : 20;
        var directory = Directory.CreateTempSubdirectory("dialects-").FullName;
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new($"{LocalFilesOptions.Section}:Root", directory), new("Outgoing:AllowPrivateAddresses", "true")]).Build())
            .AddLogging()
            .AddConnectors()
            .BuildServiceProvider();
        var catalog = services.GetRequiredService<ConnectorCatalog>();
        var tallies = new Dictionary<string, Tally>();
        var differing = new List<string>();
        var ported = 0;
        foreach (var group in GoldQuestion.Load(folder).Where(question => question.Split == "train").GroupBy(question => question.Database).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            if (ported == most)
            {
                break;
            }

            if (PortedTables.Read(Path.Combine(folder, "database", group.Key + ".sqlite")) is not { } tables)
            {
                continue;
            }

            ported++;
            var databases = await PortAsync(catalog, tables, directory, group.Key);
            foreach (var question in group)
            {
                var expected = await AskAsync(databases[0], question);
                foreach (var database in databases.Skip(1))
                {
                    Count(database.Connector.Type, question, expected, await AskAsync(database, question));
                }

                var forSqlServer = await TranslateAsync(databases[0] with { Dialect = SqlDialect.SqlServer }, question, null);
                Count("sqlserver", question, expected, new Answer(forSqlServer, forSqlServer is null ? null : Parse(forSqlServer) is { } wrong ? [wrong] : expected.Rows));
            }
        }

        Directory.Delete(directory, recursive: true);
        await output.WriteLineAsync($"{ported} databases of the train split, each question asked of SQLite and of:");
        foreach (var (type, tally) in tallies)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{type,-12} {tally.Same,5} of {tally.Asked} the same ({100.0 * tally.Same / tally.Asked:F1}%), {tally.Tied} but for ties at a limit, {tally.Refused} refused here or there alone, {tally.Failed} fail, {tally.Different} other rows"));
        }

        if (Option(options, "--dump") is { } file)
        {
            await File.WriteAllLinesAsync(file, differing);
        }

        void Count(string type, GoldQuestion question, Answer expected, Answer actual)
        {
            var tally = tallies.GetValueOrDefault(type) ?? (tallies[type] = new Tally());
            tally.Asked++;
            if (expected.Sql is null != actual.Sql is null)
            {
                tally.Refused++;
            }
            else if (expected.Sql is null || (expected.Rows is not null && actual.Rows is not null && expected.Rows.SequenceEqual(actual.Rows)) || (expected.Rows is null && actual.Rows is null))
            {
                tally.Same++;
                return;
            }
            else if (actual.Rows is null)
            {
                tally.Failed++;
            }
            else if (expected.WithoutLimit is { } all && actual.WithoutLimit is { } others && all.SequenceEqual(others))
            {
                tally.Tied++;
                return;
            }
            else
            {
                tally.Different++;
            }

            differing.Add(JsonSerializer.Serialize(new { type, question.Database, question.Question, expected = expected.Sql, actual = actual.Sql, rows = expected.Rows?.Take(3), others = actual.Rows?.Take(3) }, Readable));
        }
    }

    private static async Task<List<Ported>> PortAsync(ConnectorCatalog catalog, IReadOnlyList<PortedTable> tables, string directory, string name)
    {
        var postgres = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(postgres, [.. PortedSql.Statements(tables, SqlDialect.PostgreSql)]);
        var maria = await (await MariaDbServer.SharedAsync()).CreateDatabaseAsync();
        await MariaDbServer.ExecuteAsync(maria, [.. PortedSql.Statements(tables, SqlDialect.MySql)]);
        using (var sqlite = new SqliteConnection($"Data Source={Path.Combine(directory, name + ".sqlite")};Pooling=False"))
        {
            sqlite.Open();
            Execute(sqlite, PortedSql.Statements(tables, SqlDialect.Sqlite));
        }

        using (var duckDb = new DuckDBConnection($"DataSource={Path.Combine(directory, name + ".duckdb")}"))
        {
            duckDb.Open();
            Execute(duckDb, PortedSql.Statements(tables, SqlDialect.DuckDb));
        }

        return
        [
            await OpenAsync("sqlite", new ConnectionSettings(name + ".sqlite")),
            await OpenAsync("postgresql", new ConnectionSettings(postgres.Database!, postgres.Host, postgres.Port, postgres.Username, postgres.Password, "disable")),
            await OpenAsync("mariadb", new ConnectionSettings(maria.Database, maria.Server, (int)maria.Port, maria.UserID, maria.Password, "disable")),
            await OpenAsync("duckdb", new ConnectionSettings(name + ".duckdb")),
        ];

        async Task<Ported> OpenAsync(string type, ConnectionSettings settings)
        {
            var connector = catalog.TryGet(type, out var found) ? found : throw new InvalidOperationException(type);
            return new Ported(connector, settings, await connector.DiscoverAsync(settings, DiscoveryLimits.Default, CancellationToken.None), connector.Dialect);
        }
    }

    private static void Execute(System.Data.Common.DbConnection connection, IEnumerable<string> statements)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
#pragma warning disable CA2100 // Made here.
            command.CommandText = statement;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static async Task<Answer> AskAsync(Ported database, GoldQuestion question)
    {
        var sql = await TranslateAsync(database, question, async (tried, _) =>
            await RowsAsync(database, tried, 2) is not { } rows ? ProbedRows.Fails : rows.Count == 0 || (rows.Count == 1 && rows[0].Split('|').All(value => value == "null")) ? ProbedRows.None : ProbedRows.Some);
        if (sql is null)
        {
            return new Answer(null, null);
        }

        var rows = await RowsAsync(database, sql, Limits.MaxRows);
        return Limit().Match(sql) is { Success: true } limit ? new Answer(sql, rows) { WithoutLimit = await RowsAsync(database, sql[..limit.Index], Limits.MaxRows) } : new Answer(sql, rows);
    }

    private static async Task<string?> TranslateAsync(Ported database, GoldQuestion question, Func<string, CancellationToken, Task<ProbedRows>>? probe)
    {
        var request = new TranslationRequest(question.Question, database.Catalog, database.Dialect, TranslatorAccuracy.ClockOf(question), Probe: probe);
        return (await new EmbeddedTranslator(minConfidence: 0).TranslateAsync(request, CancellationToken.None)).Succeeded(out var translated, out _) ? translated.Sql : null;
    }

    /// <summary>Rows as text in which equal values of different databases are equal, sorted; null when the statement fails.</summary>
    private static async Task<List<string>?> RowsAsync(Ported database, string sql, long most)
    {
        if (!SqlGuard.Check(sql, database.Dialect).Succeeded(out var statement, out _))
        {
            return null;
        }

        try
        {
            var rows = new List<string>();
            await using var reader = await database.Connector.ReadAsync(database.Settings, statement, Limits with { MaxRows = most }, CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None) is { } row)
            {
                rows.Add(string.Join('|', row.Select(Text)));
            }

            rows.Sort(StringComparer.Ordinal);
            return rows;
        }
        catch (ConnectorException)
        {
            return null;
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "1" : "0",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        string text => text.EndsWith(" 00:00:00", StringComparison.Ordinal) ? text[..^9] : text,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture) is 0 ? "0" : number.ToDouble(CultureInfo.InvariantCulture).ToString("E6", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>What Microsoft's parser or our guard says against a statement; null when nothing.</summary>
    private static string? Parse(string sql)
    {
        if (!SqlGuard.Check(sql, SqlDialect.SqlServer).Succeeded(out _, out var refusal))
        {
            return refusal.Message;
        }

        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        return errors.FirstOrDefault()?.Message;
    }

    private static string? Option(string[] options, string name) => Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;

    private sealed record Ported(IConnector Connector, ConnectionSettings Settings, SchemaCatalog Catalog, SqlDialect Dialect);

    [GeneratedRegex(" LIMIT [0-9]+$")]
    private static partial Regex Limit();

    /// <param name="Rows">Null when it fails.</param>
    private sealed record Answer(string? Sql, List<string>? Rows)
    {
        /// <summary>Of a statement with a limit. Rows of the same order are cut by chance: those of a tie differ from one database to the next.</summary>
        public List<string>? WithoutLimit { get; init; }
    }

    private sealed class Tally
    {
        public int Asked { get; set; }

        public int Same { get; set; }

        public int Refused { get; set; }

        public int Failed { get; set; }

        public int Tied { get; set; }

        public int Different { get; set; }
    }
}
