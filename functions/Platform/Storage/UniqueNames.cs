using System.Security.Cryptography;
using System.Text;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>Names that only one resource of a kind in a workspace may have; case and space around them make no difference.</summary>
public sealed class UniqueNames(Aliases aliases)
{
    /// <summary>Takes a name for a resource. False when another that still exists has it.</summary>
    /// <param name="exists">Tells whether the resource of an id is there: a process may die between taking a name and making what it is for.</param>
    public async Task<bool> TakeAsync(
        WorkspaceId workspace, string kind, string name, Guid id, Func<Guid, Task<bool>> exists, CancellationToken cancellationToken)
    {
        var (list, key) = (KindOf(kind), KeyOf(name));
        if (await aliases.AddAsync(workspace, list, key, id, cancellationToken))
            return true;
        if (await aliases.FindAsync(workspace, list, key, cancellationToken) is { } holder && await exists(holder))
            return false;
        await aliases.RemoveAsync(workspace, list, key, cancellationToken);
        return await aliases.AddAsync(workspace, list, key, id, cancellationToken);
    }

    /// <summary>Lets a name go that the resource has.</summary>
    public async Task ReleaseAsync(WorkspaceId workspace, string kind, string name, Guid id, CancellationToken cancellationToken)
    {
        if (await aliases.FindAsync(workspace, KindOf(kind), KeyOf(name), cancellationToken) == id)
            await aliases.RemoveAsync(workspace, KindOf(kind), KeyOf(name), cancellationToken);
    }

    /// <summary>The resource that has a name.</summary>
    public Task<Guid?> FindAsync(WorkspaceId workspace, string kind, string name, CancellationToken cancellationToken) =>
        aliases.FindAsync(workspace, KindOf(kind), KeyOf(name), cancellationToken);

    private static string KindOf(string kind) => $"name of {kind}";

    private static string KeyOf(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Trim().ToLowerInvariant())));
}
