using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>A value needs the text form of COPY.</summary>
internal sealed class TextNeededException : Exception;

/// <summary>
/// Rows in the binary form of COPY (https://www.postgresql.org/docs/current/sql-copy.html), written by hand, since that takes a fraction of the driver's importer's time.
/// </summary>
/// <param name="at">Position of each column among the rows' values.</param>
internal sealed class PostgreSqlBinaryRows(IReadOnlyList<BinaryValue> columns, IReadOnlyList<int> at)
{
    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8];

    /// <summary>Null where a column's type has no binary form here.</summary>
    public static PostgreSqlBinaryRows? For(IReadOnlyList<DestinationField> fields, IReadOnlyList<int> at)
    {
        BinaryValue?[] columns = [.. at.Select(column => PostgreSqlBinaryValue.For(fields[column]))];
        return columns.All(column => column is not null) ? new PostgreSqlBinaryRows(columns!, at) : null;
    }

    /// <param name="numbered">Whether the row's number comes first.</param>
    public async Task WriteAsync(Stream to, ArraySegment<object?[]> rows, bool numbered, CancellationToken cancellationToken)
    {
        using var buffer = new CopyBuffer();
        buffer.Bytes(Signature);
        buffer.Int64(0); // no flags, no extension
        for (var number = 0; number < rows.Count; number++)
        {
            Write(buffer, rows[number], numbered ? number : null);
            if (buffer.IsFull)
                await buffer.FlushAsync(to, cancellationToken);
        }
        buffer.Int16(-1);
        await buffer.FlushAsync(to, cancellationToken);
    }

    private void Write(CopyBuffer to, object?[] row, int? number)
    {
        to.Int16((short)(at.Count + (number is null ? 0 : 1)));
        if (number is { } value)
        {
            to.Int32(4);
            to.Int32(value);
        }
        for (var column = 0; column < at.Count; column++)
        {
            if (row[at[column]] is not { } present)
                to.Int32(-1);
            else if (!columns[column](to, present))
                throw new TextNeededException();
        }
    }
}
