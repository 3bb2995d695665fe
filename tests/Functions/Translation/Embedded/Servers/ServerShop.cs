using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Translation.Embedded.Servers;

/// <summary>The shop in a database of its own, seen through that database's connector.</summary>
public abstract class ServerShop : IAsyncLifetime
{
    /// <summary>Names that must be quoted, text that must be escaped, keys of several columns, two keys to one table, numbers that are kept as text.</summary>
    private static readonly string[] Annex =
    [
        "CREATE TABLE «Shelf Labels» («LabelId» INTEGER PRIMARY KEY, «group» VARCHAR(40), «Motto» VARCHAR(80), «Height» INTEGER)",
        """
        INSERT INTO «Shelf Labels» VALUES
            (1, 'Süßes', 'It''s 50% off', 3), (2, 'Süßes', 'naïve 日本', 4), (3, 'UPPER', 'under_score', 8), (4, 'O''Brien', 'underXscore', 9)
        """,
        "CREATE TABLE depots (city VARCHAR(20) NOT NULL, gate INTEGER NOT NULL, keeper VARCHAR(20), PRIMARY KEY (city, gate))",
        "CREATE TABLE pallets (pallet_id INTEGER PRIMARY KEY, city VARCHAR(20), gate INTEGER, weight INTEGER, FOREIGN KEY (city, gate) REFERENCES depots (city, gate))",
        "INSERT INTO depots VALUES ('Oslo', 1, 'Nils'), ('Oslo', 2, 'Olga'), ('Riga', 1, 'Pia'), ('Riga', 2, 'Quin')",
        "INSERT INTO pallets VALUES (1, 'Oslo', 1, 100), (2, 'Oslo', 2, 30), (3, 'Oslo', 2, 20), (4, 'Riga', 1, 7)",
        "CREATE TABLE parcels (parcel_id INTEGER PRIMARY KEY, parcel_name VARCHAR(20), sent_date VARCHAR(30), weight INTEGER)",
        "INSERT INTO parcels VALUES (1, 'box', '2024-01-02', 70), (2, 'tube', '2024-01-05', NULL), (3, 'crate', '2023-12-24', 17), (4, 'bag', '2023-12-31', 3), (5, 'sack', '2023-12-31', 2)",
        "CREATE TABLE teams (team_id INTEGER PRIMARY KEY, team_name VARCHAR(20))",
        """
        CREATE TABLE matches (
            match_id INTEGER PRIMARY KEY, home_team_id INTEGER, away_team_id INTEGER, attendance INTEGER,
            FOREIGN KEY (home_team_id) REFERENCES teams (team_id), FOREIGN KEY (away_team_id) REFERENCES teams (team_id))
        """,
        "CREATE TABLE cabins (cabin_id INTEGER PRIMARY KEY, deck VARCHAR(20), bed_count VARCHAR(10))",
        "INSERT INTO cabins VALUES (1, 'upper', '2'), (2, 'upper', '4'), (3, 'lower', '10'), (4, 'lower', '3')",
        "INSERT INTO teams VALUES (1, 'Falcons'), (2, 'Herons'), (3, 'Larks')",
        "INSERT INTO matches VALUES (1, 1, 2, 900), (2, 1, 3, 700), (3, 2, 1, 800), (4, 3, 1, 100)",
    ];

    public abstract IConnector Connector { get; }

    public abstract ConnectionSettings Settings { get; }

    public SchemaCatalog Catalog { get; private set; } = null!;

    /// <summary>What the dialect calls a date with time, and an instant.</summary>
    protected virtual (string Timestamp, string Instant) Types => ("TIMESTAMP", "TIMESTAMP");

    protected static AddressPolicy AnyAddress { get; } = new(Options.Create(new OutgoingOptions { AllowPrivateAddresses = true }));

    /// <summary>Makes the database; false where its server is absent.</summary>
    protected abstract Task<bool> CreateAsync();

    /// <summary>Runs statements with the right to write.</summary>
    protected abstract Task ExecuteAsync(string[] statements);

    public async Task InitializeAsync()
    {
        if (!await CreateAsync())
        {
            return;
        }

        var quote = Connector.Dialect == SqlDialect.MySql ? "`" : "\"";
        await ExecuteAsync([.. Shop.Script.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Concat(Annex).Select(Translate)]);
        Catalog = await Connector.DiscoverAsync(Settings, DiscoveryLimits.Default, CancellationToken.None);

        string Translate(string statement) => statement
            .Replace("«", quote, StringComparison.Ordinal).Replace("»", quote, StringComparison.Ordinal)
            .Replace("created_at TIMESTAMP", $"created_at {Types.Timestamp}", StringComparison.Ordinal)
            .Replace("order_date TIMESTAMP", $"order_date {Types.Timestamp}", StringComparison.Ordinal)
            .Replace("login_at TIMESTAMP", $"login_at {Types.Instant}", StringComparison.Ordinal);
    }

    public virtual Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Translates, passes the guard and runs: rows as text in which equal values of different databases are equal.</summary>
    public async Task<(string Sql, IReadOnlyList<string> Rows)> AnswerAsync(string question)
    {
        var sql = await Ask.SqlAsync(question, Connector.Dialect, schema: Catalog);
        Assert.True(SqlGuard.Check(sql, Connector.Dialect).Succeeded(out var statement, out var refusal), $"{sql}: {refusal?.Message}");
        var rows = new List<string>();
        await using var reader = await Connector.ReadAsync(Settings, statement, ReadLimits.Default, CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None) is { } row)
        {
            rows.Add(string.Join(" | ", row.Select(Cells.Comparable)));
        }

        return (sql, rows);
    }
}
