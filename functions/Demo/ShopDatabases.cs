using System.Globalization;
using DuckDB.NET.Data;
using FunctionsPlatform.Connectors;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Demo;

/// <summary>
/// Two DuckDB files with the shop of a day, in a directory of that day: a connected reader never sees a file change. One has plain tables; the other keeps users
/// and logins in a schema of their own.
/// </summary>
public sealed class ShopDatabases(IOptions<DemoOptions> options)
{
    /// <summary>The name of the directory among <see cref="LocalFilesOptions.NamedRoots"/>.</summary>
    public const string Root = "demo";

    private const string Plain = "shop.duckdb";
    private const string WithSchema = "connectyailocal2.duckdb";

    /// <returns>What connections name the two files by.</returns>
    public (string Plain, string WithSchema) Ensure(DateTime now)
    {
        var day = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var root = Path.GetFullPath(options.Value.Directory);
        if (!Directory.Exists(Path.Combine(root, day)))
            Write(root, day, ShopGenerator.Generate(now));
        RemoveOthers(root, day);
        return ($"{Root}:{day}/{Plain}", $"{Root}:{day}/{WithSchema}");
    }

    private static void Write(string root, string day, ShopData shop)
    {
        // Aside, then moved into place: two processes that start together agree on one directory, and none reads half of it.
        var draft = Path.Combine(root, Path.GetRandomFileName());
        Directory.CreateDirectory(draft);
        Write(Path.Combine(draft, Plain), shop, ShopTables.Plain);
        Write(Path.Combine(draft, WithSchema), shop, ShopTables.WithSchema);
        try
        {
            Directory.Move(draft, Path.Combine(root, day));
        }
        catch (IOException) when (Directory.Exists(Path.Combine(root, day)))
        {
            Directory.Delete(draft, recursive: true);
        }
    }

    private static void Write(string file, ShopData shop, ShopTables tables)
    {
        using var database = new DuckDBConnection($"Data Source={file}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = tables.Definitions;
        command.ExecuteNonQuery();
        tables.Fill(database, shop);
        command.CommandText = "CHECKPOINT";
        command.ExecuteNonQuery();
    }

    private static void RemoveOthers(string root, string day)
    {
        foreach (var directory in Directory.EnumerateDirectories(root).Where(path => Path.GetFileName(path) != day))
        {
            try
            {
                Directory.Delete(directory, recursive: true);
            }
            catch (IOException)
            {
                // Still open somewhere: the next day takes it away.
            }
        }
    }
}
