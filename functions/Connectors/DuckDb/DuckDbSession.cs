using System.Data.Common;
using System.Text.Json;
using DuckDB.NET.Data;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>A connection to a file for one SELECT.</summary>
/// <param name="statements">Those known of a file opened for reading; null where the file is open for writing.</param>
/// <param name="closed">Called when the connection is closed.</param>
internal sealed class DuckDbSession(DuckDBConnection connection, DescribedStatements? statements, Action closed) : DatabaseSession(connection)
{
    public const string PlanOf = "EXPLAIN\n";

    private readonly DuckDBConnection _connection = connection;
    private DuckDBCommand? _command;
    private CancellationTokenRegistration _cancellation;
    private IReadOnlyList<ResultType> _types = [];

    /// <summary>On a thread of its own, because DuckDB makes the caller's wait.</summary>
    public override Task<DbDataReader> ExecuteAsync(string sql, CancellationToken cancellationToken) => Task.Run(
        DbDataReader () =>
        {
            if (statements is null)
                BeginReading();
            var isPlan = sql.StartsWith(PlanOf, StringComparison.Ordinal);
            if (isPlan)
                RequireOneSelect(sql[PlanOf.Length..]);
            else
                _types = statements?.GetOrAdd(sql, Describe) ?? Describe(sql);
            _command = Command(DuckDbTypes.Readable(sql, [.. _types.Select(column => column.Type)]));
            _command.UseStreamingMode = true;
            _cancellation = cancellationToken.UnsafeRegister(static command => ((DuckDBCommand)command!).Cancel(), _command);
            return _command.ExecuteReader();
        },
        cancellationToken);

    /// <summary>Runs a statement of ours before the caller's.</summary>
    internal void Prepare(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>Closing the connection rolls it back.</summary>
    private void BeginReading()
    {
        using var begin = Command("BEGIN TRANSACTION READ ONLY");
        begin.ExecuteNonQuery();
    }

    /// <summary>Several statements in one text would all run. DuckDB's own parser tells, as it writes SELECTs and nothing else as JSON.</summary>
    private void RequireOneSelect(string sql)
    {
        using var command = Command("SELECT json_serialize_sql($1::VARCHAR)");
        command.Parameters.Add(new DuckDBParameter(sql));
        using var parsed = JsonDocument.Parse((string)command.ExecuteScalar()!);
        if (RefusalOf(parsed.RootElement) is { } refusal)
            throw new ConnectorException(ConnectorFailure.StatementFailed, refusal);
    }

    /// <summary>Why the parsed text is not one SELECT; null when it is.</summary>
    internal static string? RefusalOf(JsonElement parsed) =>
        parsed.GetProperty("error").GetBoolean() ? Refusal(parsed)
        : parsed.GetProperty("statements").GetArrayLength() != 1 ? "Give one statement."
        : null;

    private static string Refusal(JsonElement error) =>
        error.GetProperty("error_type").GetString() != "parser" ? "Only a SELECT can run."
        : error.TryGetProperty("position", out var position) && int.TryParse(position.GetString(), out var at)
            ? $"{error.GetProperty("error_message").GetString()} (at character {at + 1})"
            : error.GetProperty("error_message").GetString() ?? "The statement cannot be parsed.";

    private List<ResultType> Describe(string sql)
    {
        RequireOneSelect(sql);
        using var command = Command($"DESCRIBE\n{sql}");
        using var rows = command.ExecuteReader();
        var types = new List<ResultType>();
        while (rows.Read())
            types.Add(new ResultType(rows.GetString(0), rows.GetString(1)));
        return types;
    }

    private DuckDBCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    public override IReadOnlyList<ColumnReader> MapColumns(DbDataReader rows) => _types.Count == 0
        ? [.. Enumerable.Range(0, rows.FieldCount).Select(at => ColumnReader.Text(rows.GetName(at)))]
        : [.. _types.Select(column => DuckDbTypes.ReaderOf(column.Name, column.Type))];

    public override void Cancel() => _command?.Cancel();

    public override async ValueTask DisposeAsync()
    {
        await _cancellation.DisposeAsync();
        if (_command is not null)
            await _command.DisposeAsync();
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            closed();
        }
    }
}
