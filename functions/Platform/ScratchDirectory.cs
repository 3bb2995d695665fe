using System.Security.Cryptography;

namespace FunctionsPlatform.Platform;

/// <summary>This process's own directory for one kind of files. What dead processes left is removed at the start of the next.</summary>
public sealed class ScratchDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string LockExtension = ".lock";

    private readonly FileStream _lock;

    /// <param name="configured">Where the directories of all processes lie; empty for a folder of the kind's name in the system's temporary directory.</param>
    public ScratchDirectory(string configured, string kind)
    {
        var root = configured.Length > 0
            ? System.IO.Path.GetFullPath(configured)
            : System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"functions-platform-{Environment.UserName}", kind);
        Create(root);
        RemoveStale(root);
        Path = System.IO.Path.Combine(root, $"{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        // The lock is held for as long as the process lives, and it is there before the directory is.
        _lock = new FileStream(Path + LockExtension, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Create(Path);
    }

    public string Path { get; }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        File.Delete(_lock.Name);
        _lock.Dispose();
    }

    internal static void Create(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerOnly);
    }

    private static void RemoveStale(string root)
    {
        foreach (var lockFile in Directory.EnumerateFiles(root, "*" + LockExtension))
        {
            try
            {
                using var taken = new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                var directory = lockFile[..^LockExtension.Length];
                if (Directory.Exists(directory))
                    Directory.Delete(directory, recursive: true);
                File.Delete(lockFile);
            }
            catch (Exception held) when (held is IOException or UnauthorizedAccessException)
            {
                // Its process lives, or another is removing it.
            }
        }
    }
}
