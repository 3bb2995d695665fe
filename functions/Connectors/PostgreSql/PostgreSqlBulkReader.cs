using System.Buffers.Binary;
using FunctionsPlatform.Connectors.Bulk;
using Npgsql;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>A binary COPY that has begun.</summary>
internal sealed record PostgreSqlCopy(NpgsqlRawCopyStream Stream, IReadOnlyList<PostgreSqlBinary> Types, IReadOnlyList<ResultColumn> Columns);

/// <summary>
/// Puts the rows of a binary COPY into columns (https://www.postgresql.org/docs/current/sql-copy.html, Binary Format). No value becomes an object on its way, and text
/// stays UTF-8.
/// </summary>
internal sealed class PostgreSqlBulkReader(DatabaseSession session, PostgreSqlCopy copy, StatementLimit limit, Func<Exception, ConnectorException> translate) : BulkReader
{
    private const int HeaderBeforeExtension = 19;
    private const int LastTuple = -1;

    private readonly PostgreSqlBinary[] _types = [.. copy.Types];
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _hasBegun;
    private bool _hasEnded;
    private bool _isDisposed;

    public override IReadOnlyList<ResultColumn> Columns => copy.Columns;

    /// <summary>On a thread of its own: the server's messages are short, and waiting for each asynchronously costs more than reading it.</summary>
    public override Task<bool> ReadAsync(ColumnBatch batch, int maxRows, long maxBytes, CancellationToken cancellationToken) =>
        Task.Run(() => Read(batch, maxRows, maxBytes, cancellationToken), CancellationToken.None);

    private bool Read(ColumnBatch batch, int maxRows, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            using var stop = limit.StopOn(cancellationToken);
            using var cancellation = limit.Token.UnsafeRegister(static copy => ((NpgsqlRawCopyStream)copy!).Cancel(), copy.Stream);
            if (!_hasBegun)
                SkipHeader();
            for (var left = maxBytes; batch.Rows < maxRows && left > 0 && !_hasEnded;)
                left -= ReadRow(batch);
            return !_hasEnded;
        }
        catch (Exception exception)
        {
            throw limit.Explain(exception, translate, cancellationToken);
        }
    }

    private void SkipHeader()
    {
        while (_end < HeaderBeforeExtension)
            Fill(HeaderBeforeExtension);
        var length = HeaderBeforeExtension + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(HeaderBeforeExtension - sizeof(int)));
        while (_end < length)
            Fill(length);
        _start = length;
        _hasBegun = true;
    }

    /// <returns>The bytes that the row took.</returns>
    private int ReadRow(ColumnBatch batch)
    {
        int length, needed;
        while ((length = RowLength(_buffer.AsSpan(_start, _end - _start), out needed)) == 0)
            Fill(needed);
        if (length == LastTuple)
        {
            _hasEnded = true;
            copy.Stream.ReadByte(); // the end of the stream, with which the server says that all went well
            return 0;
        }

        var row = _buffer.AsSpan(_start + sizeof(short), length - sizeof(short));
        for (var at = 0; at < _types.Length; at++)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(row);
            row = row[sizeof(int)..];
            if (size < 0)
            {
                batch.Buffers[at].AddNull();
                continue;
            }

            PostgreSqlBinaries.Add(_types[at], row[..size], batch, at);
            row = row[size..];
        }

        batch.EndRow();
        _start += length;
        return length;
    }

    /// <returns>The length of the row that begins here, <see cref="LastTuple"/> behind the last, or 0 when not all of it is here.</returns>
    private int RowLength(ReadOnlySpan<byte> bytes, out int needed)
    {
        needed = sizeof(short);
        if (bytes.Length < needed)
            return 0;
        var fields = BinaryPrimitives.ReadInt16BigEndian(bytes);
        if (fields == LastTuple)
            return LastTuple;
        if (fields != _types.Length)
            throw new InvalidDataException("The database sent a row of another number of columns.");
        for (var at = 0; at < fields; at++)
        {
            var size = needed;
            needed += sizeof(int);
            if (bytes.Length < needed)
                return 0;
            size = BinaryPrimitives.ReadInt32BigEndian(bytes[size..]);
            DatabaseRowReader.RequireBounded(size);
            needed += Math.Max(size, 0);
        }

        return bytes.Length < needed ? 0 : needed;
    }

    /// <summary>Reads on, after making room for so many bytes in all.</summary>
    private void Fill(int needed)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (needed > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(needed, _buffer.Length * 2));
        var read = copy.Stream.Read(_buffer.AsSpan(_end));
        if (read == 0)
            throw new EndOfStreamException("The result ended in the middle of a row.");
        _end += read;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            if (!_hasEnded)
                copy.Stream.Cancel();
            await copy.Stream.DisposeAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The statement was cancelled, or its connection is gone: nothing is left to close.
        }
        finally
        {
            await session.DisposeAsync();
            limit.Dispose();
        }
    }
}
