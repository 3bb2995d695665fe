using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Sql;

/// <summary>A database that hostile statements run on, and what tells whether they changed it.</summary>
public abstract class HostileTarget : IAsyncLifetime
{
    public abstract IConnector Connector { get; }

    /// <summary>Settings of each user that statements run as, by name: one that may do anything, and one that may only read where the database knows users.</summary>
    public abstract IReadOnlyDictionary<string, ConnectionSettings> Users { get; }

    /// <summary>Queries whose answers change when something was written.</summary>
    protected virtual IReadOnlyList<string> State => [];

    /// <summary>How many statements of ours the server still runs.</summary>
    public virtual Task<long> RunningAsync() => Task.FromResult(0L);

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    protected static AddressPolicy AnyAddress { get; } = new(Options.Create(new OutgoingOptions { AllowPrivateAddresses = true }));

    protected static string[] Victims =>
    [
        "CREATE TABLE victims (id integer PRIMARY KEY, name varchar(100))",
        "INSERT INTO victims VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Cid')",
    ];

    /// <summary>Every table's name and rows, and the answers of <see cref="State"/>.</summary>
    public virtual async Task<string> FingerprintAsync()
    {
        var settings = Users.Values.First();
        var catalog = await Connector.DiscoverAsync(settings, DiscoveryLimits.Default, CancellationToken.None);
        var parts = new List<string> { string.Join(' ', catalog.Tables.Select(table => table.Name).Order(StringComparer.Ordinal)) };
        foreach (var sql in State.Prepend("SELECT id, name FROM victims ORDER BY id"))
        {
            parts.AddRange((await ReadAsync(settings, sql, ReadLimits.Default)).Select(row => string.Join('|', row)));
        }

        return string.Join('\n', parts);
    }

    /// <summary>Runs a statement as the product would, but past the guard.</summary>
    public async Task<List<object?[]>> ReadAsync(ConnectionSettings settings, string sql, ReadLimits limits)
    {
        await using var reader = await Connector.ReadAsync(settings, new ReadStatement(Connector.Dialect, sql), limits, CancellationToken.None);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(CancellationToken.None) is { } row)
            rows.Add(row);
        return rows;
    }
}
