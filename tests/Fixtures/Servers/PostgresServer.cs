using System.Globalization;
using Npgsql;

namespace Fixtures.Servers;

/// <summary>One PostgreSQL for all tests of a process; each test class makes a database of its own.</summary>
public sealed class PostgresServer
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);

    private readonly NpgsqlConnectionStringBuilder _superuser;
    private int _databases;

    private PostgresServer(NpgsqlConnectionStringBuilder superuser) => _superuser = superuser;

    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>An empty database, as its superuser sees it.</summary>
    public async Task<NpgsqlConnectionStringBuilder> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(_superuser, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(_superuser.ConnectionString) { Database = name };
    }

    /// <summary>Runs statements, each in a transaction of its own.</summary>
    public static async Task ExecuteAsync(NpgsqlConnectionStringBuilder database, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.RunAsync(statements);
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var programs = await PostgresInstallation.EnsureAsync();
        var directory = await ServerProcess.CreateDirectoryAsync("postgres");
        var (data, passwordFile, port) = (Path.Combine(directory, "data"), Path.Combine(directory, "password"), ServerProcess.FreePort());
        const string password = "superuser-Pa55";
        await ServerProcess.RunAsServerAsync("sh", "-c", "printf %s \"$1\" > \"$2\"", "sh", password, passwordFile);
        await ServerProcess.RunAsServerAsync(
            Path.Combine(programs, "initdb"), "-D", data, "-U", "postgres", "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync");
        ServerProcess.Start(
            directory, "INT", Path.Combine(programs, "postgres"), "-D", data, "-k", directory, "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "fsync=off", "-c", "max_connections=200");
        var server = new PostgresServer(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = port, Username = "postgres", Password = password, Database = "postgres", Pooling = false,
        });
        await ServerProcess.ReadyAsync(directory, () => ExecuteAsync(server._superuser, "SELECT 1"));
        return server;
    }
}
