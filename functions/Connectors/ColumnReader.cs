using System.Data.Common;

namespace FunctionsPlatform.Connectors;

/// <summary>How a column of a driver's result becomes a value of <see cref="ColumnKind"/>.</summary>
/// <param name="Read">Reads a value that is not NULL.</param>
public sealed record ColumnReader(string Name, ColumnKind Kind, Func<DbDataReader, int, object> Read)
{
    public static ColumnReader Text(string name, ColumnKind kind = ColumnKind.Text) => new(name, kind, (row, at) => row.GetString(at));

    public static ColumnReader Boolean(string name) => new(name, ColumnKind.Boolean, (row, at) => row.GetBoolean(at));

    public static ColumnReader Float(string name) => new(name, ColumnKind.Float, (row, at) => row.GetDouble(at));

    public static ColumnReader Uuid(string name) => new(name, ColumnKind.Uuid, (row, at) => row.GetGuid(at));

    public static ColumnReader Binary(string name) => new(name, ColumnKind.Binary, (row, at) => row.GetFieldValue<byte[]>(at));
}
