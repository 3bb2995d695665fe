using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors;

/// <summary>
/// A kind of database that we read from. Every connector passes the same conformance tests. Failures of the database come out as
/// <see cref="ConnectorException"/>; a cancelled token as <see cref="OperationCanceledException"/>, after the statement was cancelled on the server.
/// </summary>
public interface IConnector
{
    /// <summary>The word that connections name it by: <c>postgresql</c>.</summary>
    string Type { get; }

    SqlDialect Dialect { get; }

    /// <summary>Port when a connection names none; null for file databases.</summary>
    int? DefaultPort { get; }

    /// <summary>What is wrong with the settings, without connecting. Empty when nothing is.</summary>
    IReadOnlyList<FieldError> Validate(ConnectionSettings settings);

    /// <summary>Connects, runs a trivial statement, and tells what answered.</summary>
    Task<ServerInfo> CheckAsync(ConnectionSettings settings, CancellationToken cancellationToken);

    Task<SchemaCatalog> DiscoverAsync(ConnectionSettings settings, DiscoveryLimits limits, CancellationToken cancellationToken);

    /// <summary>Runs a statement in a read-only transaction or connection and streams its rows. The caller disposes the reader.</summary>
    Task<RowReader> ReadAsync(ConnectionSettings settings, ReadStatement statement, ReadLimits limits, CancellationToken cancellationToken);

    /// <summary>The database's own plan for a statement, without running it, as text lines.</summary>
    Task<IReadOnlyList<string>> ExplainAsync(ConnectionSettings settings, ReadStatement statement, ReadLimits limits, CancellationToken cancellationToken);
}

/// <param name="Version">As the server says it, for people.</param>
/// <param name="Latency">Of connecting and one trivial statement.</param>
public sealed record ServerInfo(string Version, TimeSpan Latency);

/// <param name="Timeout">After which the statement is cancelled on the server.</param>
/// <param name="MaxRows">Rows after which the reader ends and <see cref="RowReader.IsTruncated"/> is set.</param>
public sealed record ReadLimits(TimeSpan Timeout, long MaxRows)
{
    public static ReadLimits Default { get; } = new(TimeSpan.FromSeconds(30), 10_000);
}

/// <param name="Timeout">For the whole discovery: what was found by then is returned, as incomplete.</param>
/// <param name="MaxDistinctValues">A text column with more distinct values keeps none.</param>
/// <param name="SampleRows">Rows of a table that are looked at for distinct values.</param>
public sealed record DiscoveryLimits(TimeSpan Timeout, int MaxTables = 1_000, int MaxDistinctValues = 100, int SampleRows = 20_000)
{
    public static DiscoveryLimits Default { get; } = new(TimeSpan.FromSeconds(30));
}
