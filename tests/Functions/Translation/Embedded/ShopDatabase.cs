using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FunctionsPlatform.Tests.Translation.Embedded;

/// <summary>The shop's rows, in memory.</summary>
public sealed class ShopDatabase : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public ShopDatabase()
    {
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = Shop.Script;
        command.ExecuteNonQuery();
    }

    /// <summary>Rows as text, in the order of their text unless the order matters.</summary>
    public IReadOnlyList<string> Rows(string sql, bool inOrder)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(at => Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture))));
        }

        return inOrder ? rows : [.. rows.Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _connection.Dispose();
}
