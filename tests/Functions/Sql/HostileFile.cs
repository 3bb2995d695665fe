using System.Data.Common;
using System.Security.Cryptography;
using Fixtures.Servers;
using FunctionsPlatform.Connectors;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Sql;

/// <summary>A target that is a file, in a directory of its own.</summary>
public abstract class HostileFile : HostileTarget
{
    private const string Name = "victims";

    private readonly string _root = Directory.CreateTempSubdirectory("hostile-").FullName;

    protected HostileFile() => Connector = Connect(new LocalFiles(Options.Create(new LocalFilesOptions { Root = _root })));

    public override IConnector Connector { get; }

    public override IReadOnlyDictionary<string, ConnectionSettings> Users { get; } =
        new Dictionary<string, ConnectionSettings> { ["owner of the file"] = new(Name) };

    public override async Task InitializeAsync()
    {
        await using var connection = Create(Path.Combine(_root, Name));
        await connection.RunAsync(Victims);
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

    protected abstract IConnector Connect(LocalFiles files);

    /// <summary>A connection that may write.</summary>
    protected abstract DbConnection Create(string path);
}
