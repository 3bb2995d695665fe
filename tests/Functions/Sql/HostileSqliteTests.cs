using System.Security.Cryptography;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Sql;

public sealed class HostileSqliteTests(HostileSqliteTests.Database target) : HostileStatements(target), IClassFixture<HostileSqliteTests.Database>
{
    public sealed class Database : HostileTarget
    {
        private readonly string _root = Directory.CreateTempSubdirectory("hostile-sqlite-").FullName;

        public override IConnector Connector => new SqliteConnector(new LocalFiles(Options.Create(new LocalFilesOptions { Root = _root })), TimeProvider.System);

        public override IReadOnlyDictionary<string, ConnectionSettings> Users { get; } =
            new Dictionary<string, ConnectionSettings> { ["owner of the file"] = new("victims.db") };

        public override async Task InitializeAsync()
        {
            await using var connection = new SqliteConnection($"Data Source={Path.Combine(_root, "victims.db")};Pooling=false");
            await connection.OpenAsync();
            foreach (var sql in Victims)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = sql;
                await command.ExecuteNonQueryAsync();
            }
        }

        /// <summary>Every file of the directory, byte for byte.</summary>
        public override async Task<string> FingerprintAsync()
        {
            var files = Directory.GetFiles(_root).Order(StringComparer.Ordinal);
            var hashes = await Task.WhenAll(files.Select(async file => $"{file} {Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file)))}"));
            return string.Join('\n', hashes);
        }

        public override Task DisposeAsync()
        {
            Directory.Delete(_root, recursive: true);
            return Task.CompletedTask;
        }
    }
}
