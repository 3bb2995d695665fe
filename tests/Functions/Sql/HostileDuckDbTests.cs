using System.Security.Cryptography;
using DuckDB.NET.Data;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Sql;

public sealed class HostileDuckDbTests(HostileDuckDbTests.Database target) : HostileStatements(target), IClassFixture<HostileDuckDbTests.Database>
{
    public sealed class Database : HostileTarget
    {
        private readonly string _root = Directory.CreateTempSubdirectory("hostile-duckdb-").FullName;

        public Database() => Connector = new DuckDbConnector(new LocalFiles(Options.Create(new LocalFilesOptions { Root = _root })), TimeProvider.System);

        public override IConnector Connector { get; }

        public override IReadOnlyDictionary<string, ConnectionSettings> Users { get; } =
            new Dictionary<string, ConnectionSettings> { ["owner of the file"] = new("victims.duckdb") };

        public override async Task InitializeAsync()
        {
            await using var connection = new DuckDBConnection($"Data Source={Path.Combine(_root, "victims.duckdb")}");
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
