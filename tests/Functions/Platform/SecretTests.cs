using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Tests.Platform;

public sealed class SecretTests : IAsyncLifetime
{
    private const string Secret = "correct horse battery staple";
    private static readonly WorkspaceId Mine = new(Guid.Parse("11111111-1111-4111-8111-111111111111"));
    private static readonly WorkspaceId Theirs = new(Guid.Parse("22222222-2222-4222-8222-222222222222"));

    private readonly string _keyFile = Path.Combine(Directory.CreateTempSubdirectory("secrets-").FullName, "sub", "secrets.key");
    private PlatformStorage _storage = null!;

    public async Task InitializeAsync() => _storage = await TestStorage.OpenAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_secret_is_read_back_by_another_instance()
    {
        await Store().SetAsync(Mine, "connection/1", Secret, default);

        Assert.Equal(Secret, await Store().GetAsync(Mine, "connection/1", default));
        Assert.Null(await Store().GetAsync(Mine, "connection/2", default));
        Assert.Null(await Store().GetAsync(Theirs, "connection/1", default));
    }

    [Fact]
    public async Task A_removed_secret_is_gone()
    {
        await Store().SetAsync(Mine, "connection/1", Secret, default);
        await Store().RemoveAsync(Mine, "connection/1", default);

        Assert.Null(await Store().GetAsync(Mine, "connection/1", default));
    }

    [Fact]
    public async Task Nothing_stored_holds_the_secret_or_a_bare_key()
    {
        await Store().SetAsync(Mine, "connection/1", Secret, default);
        var keyEncryptionKey = Convert.FromBase64String((await File.ReadAllTextAsync(_keyFile)).Split(' ')[1]);

        var stored = new List<byte[]>();
        foreach (var name in new[] { "Secrets", "DataKeys" })
        {
            await foreach (var row in (await _storage.TableAsync(name, default)).QueryAsync<TableEntity>())
                stored.AddRange(row.Select(property => property.Value).OfType<byte[]>());
        }

        Assert.Equal(2, stored.Count);
        Assert.DoesNotContain(stored, bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0);
        Assert.DoesNotContain(stored, bytes => bytes.AsSpan().IndexOf(keyEncryptionKey) >= 0);
    }

    [Fact]
    public async Task A_row_moved_to_another_workspace_or_id_does_not_open()
    {
        await Store().SetAsync(Mine, "connection/1", Secret, default);
        await Store().SetAsync(Theirs, "connection/1", "theirs", default);
        var secrets = await _storage.TableAsync("Secrets", default);
        var keys = await _storage.TableAsync("DataKeys", default);
        var row = (await secrets.FindAsync(Mine.ToString(), RowKeys.Escape("connection/1"), default))!;

        // An attacker with the tables, data key rows included, but without the key-encryption key.
        await CopyAsync(secrets, row, Theirs, row.RowKey);
        await CopyAsync(secrets, row, Mine, RowKeys.Escape("connection/2"));
        await foreach (var key in keys.QueryAsync<TableEntity>(key => key.PartitionKey == Mine.ToString()))
            await CopyAsync(keys, key, Theirs, key.RowKey);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => Store().GetAsync(Theirs, "connection/1", default));
        await Assert.ThrowsAnyAsync<CryptographicException>(() => Store().GetAsync(Mine, "connection/2", default));
        Assert.Equal(Secret, await Store().GetAsync(Mine, "connection/1", default));
    }

    [Fact]
    public async Task Every_changed_byte_is_noticed()
    {
        var protector = Protector();
        var sealedBytes = await protector.ProtectAsync(Mine, "id", "short"u8.ToArray(), default);
        for (var i = 0; i < sealedBytes.Length; i++)
        {
            sealedBytes[i] ^= 1;
            await Assert.ThrowsAnyAsync<CryptographicException>(() => protector.UnprotectAsync(Mine, "id", sealedBytes, default));
            sealedBytes[i] ^= 1;
        }

        await Assert.ThrowsAnyAsync<CryptographicException>(() => protector.UnprotectAsync(Mine, "id", sealedBytes.AsMemory(0, 5), default));
    }

    [Fact]
    public async Task After_a_new_key_encryption_key_all_secrets_open_and_the_old_one_can_go()
    {
        await Store().SetAsync(Mine, "connection/1", Secret, default);
        var oldLine = await File.ReadAllTextAsync(_keyFile);
        var newLine = $"second {Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n";
        await File.WriteAllTextAsync(_keyFile, oldLine + newLine);

        Assert.Equal(Secret, await Store().GetAsync(Mine, "connection/1", default));
        await File.WriteAllTextAsync(_keyFile, newLine);
        Assert.Equal(Secret, await Store().GetAsync(Mine, "connection/1", default));
    }

    [Fact]
    public async Task Instances_that_start_together_agree_on_the_keys()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => Store()).ToList();

        await Task.WhenAll(stores.Select((store, i) => Task.Run(() => store.SetAsync(Mine, $"connection/{i}", Secret, default))));

        Assert.Single(await File.ReadAllLinesAsync(_keyFile));
        for (var i = 0; i < stores.Count; i++)
            Assert.Equal(Secret, await Store().GetAsync(Mine, $"connection/{i}", default));
    }

    [SkippableFact]
    public async Task The_key_file_is_for_its_owner_only_and_refused_otherwise()
    {
        Skip.If(OperatingSystem.IsWindows(), "File modes are a matter of Unix.");
#pragma warning disable CA1416 // Skipped there.
        await Store().SetAsync(Mine, "connection/1", Secret, default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_keyFile));

        File.SetUnixFileMode(_keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
#pragma warning restore CA1416
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Store().GetAsync(Mine, "connection/1", default));
        Assert.Contains("chmod 600", error.Message, StringComparison.Ordinal);
    }

    private SecretStore Store() => new(_storage, Protector());

    private SecretProtector Protector() =>
        new(new DataKeys(_storage, new KeyFile(_keyFile, TimeProvider.System), new Ids(TimeProvider.System)));

    private static Task<Azure.Response> CopyAsync(TableClient table, TableEntity row, WorkspaceId workspace, string rowKey) =>
        table.UpsertEntityAsync(new TableEntity(row) { PartitionKey = workspace.ToString(), RowKey = rowKey }, TableUpdateMode.Replace);
}
