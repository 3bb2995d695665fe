using System.Security.Cryptography;

namespace FunctionsPlatform.Platform.Secrets;

/// <summary>Key-encryption keys in a local file, one line each (<c>id base64</c>); the last line is the current one.</summary>
/// <remarks>Made on first use, readable by its owner only; a file that others can read is refused.</remarks>
public sealed class KeyFile(string path, TimeProvider clock) : IKeyEncryptionKeys
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private IReadOnlyList<KeyEncryptionKey>? _keys;

    public ValueTask<KeyEncryptionKey> CurrentAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Keys()[^1]);

    public ValueTask<KeyEncryptionKey> FindAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Keys().FirstOrDefault(key => key.Id == id)
            ?? throw new InvalidOperationException($"The key file {path} has no key '{id}', with which something stored was encrypted."));

    private IReadOnlyList<KeyEncryptionKey> Keys()
    {
        lock (_gate)
            return _keys ??= Read();
    }

    private List<KeyEncryptionKey> Read()
    {
        if (!File.Exists(path))
            Create();
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
            throw new InvalidOperationException($"Others can read the key file {path}. Run: chmod 600 {path}");

        List<KeyEncryptionKey> keys = [.. File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line)).Select(ParseLine)];
        return keys.Count > 0 ? keys : throw new InvalidOperationException($"The key file {path} is empty.");
    }

    private KeyEncryptionKey ParseLine(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var id, var text]
        ? new KeyEncryptionKey(id, KeyText.Parse(text, $"the key file {path}"))
        : throw new InvalidOperationException($"A line of the key file {path} is not an id and a key.");

    // Written aside, then linked into place: processes that start together agree on one file, and none reads half of it.
    private void Create()
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        var draft = Path.Combine(directory, Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var writer = new StreamWriter(draft, options))
            writer.WriteLine($"{clock.GetUtcNow():yyyyMMddHHmmss} {Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyText.KeyBytes))}");
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
