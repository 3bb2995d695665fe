using MySqlConnector;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>A row that the server would not even receive: it closes the connection on a longer packet than it allows.</summary>
internal sealed class RowTooLargeException(long limit) : Exception($"The row is larger than the {limit:N0} bytes that the server receives (max_allowed_packet).");

/// <summary>Writes rows by statements of many rows each, prepared once for each number of rows.</summary>
/// <param name="prepare">Makes the command of a text.</param>
/// <param name="sql">The statement for a number of rows.</param>
/// <param name="columns">The positions of the values that the statement takes of a row.</param>
/// <param name="numbered">Whether the row's number goes before them.</param>
/// <param name="largestPacket">Bytes that the server takes at once.</param>
internal sealed class MySqlRows(Func<string, MySqlCommand> prepare, Func<int, string> sql, IReadOnlyList<int> columns, bool numbered, long largestPacket) : IAsyncDisposable
{
    /// <summary>The protocol counts parameters in 16 bits; far fewer are as fast.</summary>
    private const int MostParameters = 4_000;

    private const int LargestStatement = 1024 * 1024;

    private readonly int _width = columns.Count + (numbered ? 1 : 0);
    private readonly Dictionary<int, MySqlCommand> _commands = [];

    public async Task WriteAsync(ArraySegment<object?[]> rows, CancellationToken cancellationToken)
    {
        int[] steps = [Math.Clamp(MostParameters / _width, 1, 500), 16];
        for (var at = 0; at < rows.Count;)
        {
            var rest = rows[at..];
            var count = steps.FirstOrDefault(step => step <= rest.Count && Size(rest[..step]) <= LargestStatement, 1);
            if (count == 1 && Size(rest[..1]) > largestPacket)
                throw new RowTooLargeException(largestPacket);
            await WriteAsync(rest[..count], at, cancellationToken);
            at += count;
        }
    }

    private async Task WriteAsync(ArraySegment<object?[]> rows, int number, CancellationToken cancellationToken)
    {
        if (!_commands.TryGetValue(rows.Count, out var command))
        {
            _commands[rows.Count] = command = prepare(sql(rows.Count));
            for (var parameter = 0; parameter < rows.Count * _width; parameter++)
                command.Parameters.Add(new MySqlParameter());
            await command.PrepareAsync(cancellationToken);
        }
        var at = 0;
        foreach (var row in rows)
        {
            if (numbered)
                command.Parameters[at++].Value = number++;
            foreach (var column in columns)
                command.Parameters[at++].Value = ValueOf(row[column]);
        }
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static object? ValueOf(object? value) => value switch
    {
        DateTimeOffset instant => instant.UtcDateTime, // the session's zone
        Guid id => id.ToString(),
        _ => value,
    };

    /// <summary>At most: a character has up to 3 bytes.</summary>
    private long Size(ArraySegment<object?[]> rows)
    {
        var size = 0L;
        foreach (var row in rows)
            foreach (var column in columns)
                size += row[column] switch { string text => 9 + text.Length * 3L, byte[] bytes => 9 + bytes.Length, _ => 12 };
        return size;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
            await command.DisposeAsync();
    }
}
