using System.Globalization;
using DuckDB.NET.Data;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Connectors.BlobFiles.Formats;

/// <summary>Parquet, made by DuckDB in memory. All files of a stream have the same types, which the kinds of the columns decide.</summary>
internal sealed record ParquetFormat() : FileFormat("parquet", "application/vnd.apache.parquet")
{
    public override IFileMaker MakerOf(IReadOnlyList<ResultColumn> columns, string scratch) => new Maker(columns, scratch);

    private sealed class Maker : IFileMaker
    {
        private readonly DuckDBConnection _connection = new("Data Source=:memory:");
        private readonly IReadOnlyList<ResultColumn> _columns;

        public Maker(IReadOnlyList<ResultColumn> columns, string scratch)
        {
            _columns = columns;
            _connection.Open();
            Execute($"SET allowed_directories = [{Literal(scratch)}]");
            foreach (var setting in new[]
            {
                "enable_external_access = false", "autoinstall_known_extensions = false", "autoload_known_extensions = false", "memory_limit = '1GB'",
                "max_temp_directory_size = '0KB'", "threads = 2", "lock_configuration = true",
            })
            {
                Execute($"SET {setting}");
            }
            Execute($"CREATE TABLE rows ({string.Join(", ", columns.Select(column => $"{SqlDialect.DuckDb.Quote(column.Name)} {ParquetValues.TypeOf(column.Kind)}"))})");
        }

        public IReadOnlyList<RowRejection> Make(string path, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
        {
            var rejections = new List<RowRejection>();
            using (var appender = _connection.CreateAppender("rows"))
            {
                for (var row = 0; row < rows.Count; row++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (Misfit(rows[row]) is { } column)
                        rejections.Add(new RowRejection(row, "value_out_of_range", $"The value of {column.Name} does not fit {ParquetValues.TypeOf(column.Kind)}."));
                    else
                        Append(appender, rows[row]);
                }
            }
            Execute($"COPY rows TO {Literal(path)} (FORMAT parquet, COMPRESSION zstd)");
            Execute("TRUNCATE rows");
            return rejections;
        }

        private ResultColumn? Misfit(object?[] row)
        {
            for (var at = 0; at < row.Length; at++)
                if (row[at] is { } value && !ParquetValues.Fits(_columns[at].Kind, value))
                    return _columns[at];
            return null;
        }

        private void Append(DuckDBAppender appender, object?[] values)
        {
            var row = appender.CreateRow();
            for (var at = 0; at < values.Length; at++)
                ParquetValues.Append(row, _columns[at].Kind, values[at]);
            row.EndRow();
        }

        private void Execute(string sql)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        private static string Literal(string text) => string.Create(CultureInfo.InvariantCulture, $"'{text.Replace("'", "''", StringComparison.Ordinal)}'");

        public void Dispose() => _connection.Dispose();
    }
}
