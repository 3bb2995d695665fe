using System.Data.Common;
using DuckDB.NET.Data;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>Runs statements that are ours alone.</summary>
internal sealed class WorkSession(DuckDBConnection connection, CancellationToken cancellationToken)
{
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A list of texts.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quote))}]";

    /// <returns>Rows that were written.</returns>
    public int Execute(string sql)
    {
        using var command = Command(sql);
        using var stop = StopOn(command);
        return command.ExecuteNonQuery();
    }

    public void Query(string sql, Action<DbDataReader> read)
    {
        using var command = Command(sql);
        command.UseStreamingMode = true;
        using var stop = StopOn(command);
        using var rows = command.ExecuteReader();
        while (rows.Read())
            read(rows);
    }

    private CancellationTokenRegistration StopOn(DuckDBCommand command) =>
        cancellationToken.UnsafeRegister(static running => ((DuckDBCommand)running!).Cancel(), command);

    private DuckDBCommand Command(string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own text; of others there is nothing in it.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
