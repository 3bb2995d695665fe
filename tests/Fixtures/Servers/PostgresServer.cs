using System.Globalization;
using Npgsql;

namespace Fixtures.Servers;

/// <summary>One PostgreSQL for all tests of a process; each test class makes a database of its own.</summary>
public sealed class PostgresServer
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);

    private readonly NpgsqlConnectionStringBuilder _superuser;
    private readonly string _programs;
    private readonly string _directory;
    private int _databases;

    private PostgresServer(NpgsqlConnectionStringBuilder superuser, string programs, string directory) =>
        (_superuser, _programs, _directory) = (superuser, programs, directory);

    private string Data => Path.Combine(_directory, "data");

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

    /// <summary>Ends the server as a crash would: no connection is told, nothing is written.</summary>
    public Task CrashAsync() => ServerProcess.RunAsServerAsync(Path.Combine(_programs, "pg_ctl"), "-D", Data, "stop", "-m", "immediate");

    /// <summary>Starts the server where it was, after a crash too.</summary>
    public async Task RunAsync()
    {
        ServerProcess.Start(
            _directory, "INT", Path.Combine(_programs, "postgres"), "-D", Data, "-k", _directory, "-h", "127.0.0.1", "-p", _superuser.Port.ToString(CultureInfo.InvariantCulture),
            "-c", "fsync=off", "-c", "max_connections=200");
        await ServerProcess.ReadyAsync(_directory, () => ExecuteAsync(_superuser, "SELECT 1"));
    }

    /// <summary>A server of one's own, to be crashed.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var programs = await PostgresInstallation.EnsureAsync();
        var directory = await ServerProcess.CreateDirectoryAsync("postgres");
        var passwordFile = Path.Combine(directory, "password");
        const string password = "superuser-Pa55";
        var superuser = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = ServerProcess.FreePort(), Username = "postgres", Password = password, Database = "postgres", Pooling = false,
        };
        var server = new PostgresServer(superuser, programs, directory);
        await ServerProcess.RunAsServerAsync("sh", "-c", "printf %s \"$1\" > \"$2\"", "sh", password, passwordFile);
        await ServerProcess.RunAsServerAsync(
            Path.Combine(programs, "initdb"), "-D", server.Data, "-U", "postgres", "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.RunAsync();
        return server;
    }
}
