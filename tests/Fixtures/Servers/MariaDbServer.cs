using System.Globalization;
using MySqlConnector;

namespace Fixtures.Servers;

/// <summary>One MariaDB for all tests of a process, where Debian's is installed; each test class makes a database of its own.</summary>
public sealed class MariaDbServer
{
    /// <summary>Why tests are skipped where there is none.</summary>
    public const string Missing = "MariaDB is not installed: apt-get install mariadb-server";

    private static readonly Lazy<Task<MariaDbServer>> Shared = new(StartAsync);

    private readonly MySqlConnectionStringBuilder _root;
    private int _databases;

    private MariaDbServer(MySqlConnectionStringBuilder root) => _root = root;

    public static bool IsInstalled => Server is not null && Install is not null;

    private static string? Server => Find("mariadbd");

    private static string? Install => Find("mariadb-install-db");

    public static Task<MariaDbServer> SharedAsync() => Shared.Value;

    /// <summary>An empty database, as root sees it.</summary>
    public async Task<MySqlConnectionStringBuilder> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(_root, $"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        return new MySqlConnectionStringBuilder(_root.ConnectionString) { Database = name };
    }

    public static async Task ExecuteAsync(MySqlConnectionStringBuilder database, params string[] statements)
    {
        await using var connection = new MySqlConnection(database.ConnectionString);
        await connection.RunAsync(statements);
    }

    private static async Task<MariaDbServer> StartAsync()
    {
        var directory = await ServerProcess.CreateDirectoryAsync("mariadb");
        var (data, init, port) = (Path.Combine(directory, "data"), Path.Combine(directory, "init.sql"), ServerProcess.FreePort());
        const string password = "root-Pa55word";
        await ServerProcess.RunAsServerAsync("sh", "-c", "printf %s \"$1\" > \"$2\"", "sh", $"CREATE OR REPLACE USER root@127.0.0.1 IDENTIFIED BY '{password}';\nGRANT ALL ON *.* TO root@127.0.0.1 WITH GRANT OPTION;", init);
        await ServerProcess.RunAsServerAsync(Install!, "--no-defaults", $"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db");
        ServerProcess.Start(
            // A server that starts removes temporary tables where it keeps its own: not in a directory that others use.
            directory, "TERM", Server!, "--no-defaults", $"--datadir={data}", $"--tmpdir={directory}", $"--socket={Path.Combine(directory, "socket")}", $"--pid-file={Path.Combine(directory, "pid")}",
            "--bind-address=127.0.0.1", $"--port={port.ToString(CultureInfo.InvariantCulture)}", $"--init-file={init}", "--skip-name-resolve",
            "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M", "--max-connections=200");
        var server = new MariaDbServer(new MySqlConnectionStringBuilder
        {
            Server = "127.0.0.1", Port = (uint)port, UserID = "root", Password = password, Pooling = false, AllowUserVariables = true,
        });
        await ServerProcess.ReadyAsync(directory, () => ExecuteAsync(server._root, "SELECT 1"));
        return server;
    }

    private static string? Find(string program) =>
        new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin" }.Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
}
