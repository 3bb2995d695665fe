using System.Globalization;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Sql;
using Microsoft.Data.Sqlite;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>The statements that write one row to one table, its values in the parameters $0, $1, ...</summary>
internal sealed class SqliteStatements(WriterContext context)
{
    private readonly string _table = Quote(context.Table.Name);
    private readonly string[] _names = [.. context.Fields.Select(field => Quote(field.Name))];

    /// <summary>OR ABORT is said, since a table may have been made to replace other rows instead.</summary>
    public string Write(RowOperations operation) => operation switch
    {
        RowOperations.Update when context.Others.Count == 0 => $"UPDATE OR ABORT {_table} SET {_names[context.Keys[0]]} = {_names[context.Keys[0]]} WHERE {KeysMatch}",
        RowOperations.Update => $"UPDATE OR ABORT {_table} SET {string.Join(", ", context.Others.Select(at => $"{_names[at]} = ${at}"))} WHERE {KeysMatch}",
        RowOperations.Delete => $"DELETE FROM {_table} WHERE {KeysMatch}",
        _ => $"INSERT OR ABORT INTO {_table} ({string.Join(", ", _names)}) VALUES ({string.Join(", ", _names.Select((_, at) => $"${at}"))}){OnConflict(operation)}",
    };

    public static SqliteParameter ParameterOf(int at) => new() { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${at}") };

    private string OnConflict(RowOperations operation) => operation switch
    {
        RowOperations.Append => "",
        RowOperations.Upsert when context.Others.Count > 0 =>
            $" ON CONFLICT ({KeyNames}) DO UPDATE SET {string.Join(", ", context.Others.Select(at => $"{_names[at]} = excluded.{_names[at]}"))} WHERE {Differs}",
        _ => $" ON CONFLICT ({KeyNames}) DO NOTHING",
    };

    /// <summary>A row that is the same already is not written again. A column's own collation may hold different texts for the same.</summary>
    private string Differs => string.Join(" OR ", context.Others.Select(at => $"{_table}.{_names[at]} IS NOT excluded.{_names[at]} COLLATE BINARY"));

    private string KeyNames => string.Join(", ", context.Keys.Select(at => _names[at]));

    private string KeysMatch => string.Join(" AND ", context.Keys.Select(at => $"{_names[at]} = ${at}"));

    private static string Quote(string name) => SqlDialect.Sqlite.Quote(name);
}
