using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Demo;

/// <summary>An SQLite file to sync into: the contacts of a small CRM, which refuses those without a plausible e-mail address. It is kept from day to day.</summary>
public sealed class CrmDatabase(IOptions<DemoOptions> options)
{
    private const string Name = "crm.db";

    private const string Definitions = """
        CREATE TABLE IF NOT EXISTS contacts (
            id INTEGER PRIMARY KEY,
            email VARCHAR(254) NOT NULL CHECK (email LIKE '%_@_%'),
            full_name VARCHAR(200) NOT NULL,
            plan VARCHAR(40),
            is_active BOOLEAN,
            signed_up_at TIMESTAMP
        );
        """;

    /// <returns>What destinations name the file by.</returns>
    public string Ensure()
    {
        var root = Path.GetFullPath(options.Value.Directory);
        Directory.CreateDirectory(root);
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(root, Name), Pooling = false };
        using var database = new SqliteConnection(file.ConnectionString);
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = Definitions;
        command.ExecuteNonQuery();
        return $"{ShopDatabases.Root}:{Name}";
    }
}
