namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>
/// Gives columns a kind. SQLite types values, not columns, so the first rows are read ahead: a column has the kind that its declared type means when they all
/// agree, else the one kind that they share, else text. A later value of another kind comes as what it is.
/// </summary>
internal sealed class SqliteRowReader : RowReader
{
    private const int RowsReadAhead = 100;

    private readonly RowReader _stored;
    private readonly Queue<object?[]> _ahead = new();

    private SqliteRowReader(RowReader stored) => _stored = stored;

    public override IReadOnlyList<ResultColumn> Columns => _columns;

    private ResultColumn[] _columns = [];

    public override bool IsTruncated => _stored.IsTruncated && _ahead.Count == 0;

    /// <param name="stored">The values as SQLite stores them; the kinds of its columns are those of their declared types.</param>
    public static async Task<SqliteRowReader> CreateAsync(RowReader stored, CancellationToken cancellationToken)
    {
        var reader = new SqliteRowReader(stored);
        while (reader._ahead.Count < RowsReadAhead && await stored.ReadAsync(cancellationToken) is { } row)
            reader._ahead.Enqueue(row);
        reader._columns = [.. stored.Columns.Select((column, at) => column with { Kind = reader.Kind(column.Kind, at) })];
        return reader;
    }

    private ColumnKind Kind(ColumnKind declared, int at)
    {
        object[] values = [.. _ahead.Select(row => row[at]).OfType<object>()];
        if (values.Length == 0)
            return declared == ColumnKind.Other ? ColumnKind.Text : declared;
        ColumnKind[] candidates = declared == ColumnKind.Timestamp ? [ColumnKind.Timestamp, ColumnKind.TimestampTz] : [declared];
        foreach (var kind in candidates.Append(SqliteTypes.KindOf(values[0])).Append(ColumnKind.Float))
            if (Array.TrueForAll(values, value => SqliteTypes.As(kind, value) is not null))
                return kind;
        return ColumnKind.Text;
    }

    public override async ValueTask<object?[]?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_ahead.TryDequeue(out var row))
            row = await _stored.ReadAsync(cancellationToken);
        for (var at = 0; row is not null && at < row.Length; at++)
            if (row[at] is { } value)
                row[at] = SqliteTypes.As(_columns[at].Kind, value) ?? value;
        return row;
    }

    public override ValueTask DisposeAsync() => _stored.DisposeAsync();
}
