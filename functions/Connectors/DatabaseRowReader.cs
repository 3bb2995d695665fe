using System.Data.Common;

namespace FunctionsPlatform.Connectors;

/// <summary>Rows of a driver's reader, up to a number of rows.</summary>
internal sealed class DatabaseRowReader(
    DatabaseSession session,
    DbDataReader rows,
    IReadOnlyList<ColumnReader> columns,
    StatementLimit limit,
    long maxRows,
    Func<Exception, ConnectorException> translate) : RowReader
{
    private const int LongestText = 16 * 1024 * 1024;

    private long _read;
    private bool _ended;
    private bool _isTruncated;
    private bool _isDisposed;

    public override IReadOnlyList<ResultColumn> Columns { get; } = [.. columns.Select(column => new ResultColumn(column.Name, column.Kind))];

    public override bool IsTruncated => _isTruncated;

    public override async ValueTask<object?[]?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_ended)
            return null;
        try
        {
            using var stop = limit.StopOn(cancellationToken);
            if (!await rows.ReadAsync(limit.Token))
            {
                _ended = true;
                return null;
            }
            if (_read == maxRows)
            {
                _isTruncated = true;
                await StopAsync();
                return null;
            }
            _read++;
            return Values();
        }
        catch (Exception exception)
        {
            await StopAsync();
            throw limit.Explain(exception, translate, cancellationToken);
        }
    }

    private object?[] Values()
    {
        var values = new object?[columns.Count];
        for (var at = 0; at < values.Length; at++)
            values[at] = rows.IsDBNull(at) ? null : Bounded(columns[at].Read(rows, at));
        return values;
    }

    /// <summary>A value is written out several times on its way to the caller.</summary>
    private static object Bounded(object value)
    {
        RequireBounded(value is string text ? text.Length : value is byte[] bytes ? bytes.Length : 0);
        return value;
    }

    internal static void RequireBounded(int length)
    {
        if (length > LongestText)
            throw new ConnectorException(ConnectorFailure.StatementFailed, $"A value of the result is longer than {LongestText:N0} characters or bytes. Ask for a part of it.");
    }

    /// <summary>Frees the server as soon as no more rows are wanted, not when the caller gets round to disposing.</summary>
    private async ValueTask StopAsync()
    {
        if (!_ended)
            session.Cancel();
        _ended = true;
        await DisposeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            if (!_ended)
                session.Cancel();
            await rows.DisposeAsync();
        }
        catch (Exception exception) when (exception is DbException or IOException or OperationCanceledException or InvalidOperationException)
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
