using System.Data.Common;

namespace Fixtures.Servers;

public static class DatabaseStatements
{
    /// <summary>Opens the connection and runs statements on it, one after the other.</summary>
    public static async Task RunAsync(this DbConnection connection, IEnumerable<string> statements)
    {
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }
}
