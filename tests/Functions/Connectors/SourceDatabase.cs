using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Connectors;

/// <summary>A database that a connector is tested on, and its words for what the tests of all connectors need.</summary>
public abstract class SourceDatabase : IAsyncLifetime
{
    public abstract IConnector Connector { get; }

    /// <summary>Of a user who may write, so that a refused write was refused because the connection only reads.</summary>
    public abstract ConnectionSettings Settings { get; }

    public virtual ConnectionSettings? WrongPassword => Settings with { Password = "wr0ng-Pa55word" };

    public abstract ConnectionSettings Unreachable { get; }

    public abstract string? DefaultSchema { get; }

    /// <summary>A SELECT of one column with the numbers from 1.</summary>
    public abstract string Numbers(long count);

    /// <summary>A SELECT that runs for minutes. The marker is in its text.</summary>
    public abstract string Slow(string marker);

    /// <summary>Statements that change something.</summary>
    public virtual IReadOnlyList<string> Writes =>
    [
        "INSERT INTO countries (code, name) VALUES ('XX', 'Nowhere')",
        "UPDATE countries SET name = 'changed'",
        "DELETE FROM orders",
        "DROP TABLE orders",
        "CREATE TABLE created (id integer)",
    ];

    /// <summary>Writes that hide behind another statement.</summary>
    public virtual IReadOnlyList<string> StackedWrites =>
    [
        "SELECT 1; INSERT INTO countries (code, name) VALUES ('XX', 'Nowhere')",
        "COMMIT; DELETE FROM orders",
        "SELECT 1; COMMIT; DELETE FROM orders",
    ];

    /// <summary>Runs statements with the right to write.</summary>
    public abstract Task ExecuteAsync(params string[] statements);

    /// <summary>How many statements with the marker the server runs; null where the database is in this process.</summary>
    public virtual Task<long?> RunningAsync(string marker) => Task.FromResult<long?>(null);

    public ReadStatement Statement(string sql) => new(Connector.Dialect, sql);

    public string Quote(string name) => Connector.Dialect == SqlDialect.MySql ? $"`{name}`" : $"\"{name}\"";

    protected static AddressPolicy AnyAddress { get; } = new(Options.Create(new OutgoingOptions { AllowPrivateAddresses = true }));

    public virtual async Task InitializeAsync() => await ExecuteAsync(
        "CREATE TABLE countries (code char(2) NOT NULL PRIMARY KEY, name varchar(100) NOT NULL)",
        """
        CREATE TABLE orders (
          id integer NOT NULL, line integer NOT NULL, country_code char(2) NOT NULL, status varchar(20), note varchar(200), amount decimal(10, 2),
          PRIMARY KEY (id, line), FOREIGN KEY (country_code) REFERENCES countries (code))
        """,
        "CREATE TABLE refunds (id integer NOT NULL PRIMARY KEY, order_id integer, order_line integer, FOREIGN KEY (order_id, order_line) REFERENCES orders (id, line))",
        "CREATE VIEW open_orders AS SELECT id, line, amount FROM orders WHERE status = 'open'",
        $"CREATE TABLE {Quote("größe 表")} ({Quote("naïve \u00fcber 列")} varchar(50))",
        $"INSERT INTO {Quote("größe 表")} VALUES ('žluťoučký 🐎')",
        "INSERT INTO countries VALUES ('ES', 'Spain'), ('JP', '日本'), ('US', 'United States')",
        "INSERT INTO orders VALUES (1, 1, 'ES', 'open', 'first', 10.50), (1, 2, 'ES', 'paid', 'second', 0.01), (2, 1, 'JP', NULL, 'third', -99999999.99)",
        "INSERT INTO refunds VALUES (1, 1, 2)");

    public abstract Task DisposeAsync();
}
