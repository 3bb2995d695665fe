using System.Globalization;
using Azure.Data.Tables;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>Other names of resources inside a workspace: fixed texts and running numbers, unique by kind, each for one id.</summary>
/// <remarks>Names that no workspace owns, such as the workspaces' own, are under <see cref="WorkspaceId.Deployment"/>.</remarks>
public sealed class Aliases(PlatformStorage storage)
{
    // Far below the 512 characters of a table key, kind and mark included.
    private const int MaximumEscapedLength = 400;

    /// <summary>Names a resource. False when the alias already stands for another id; true when it is set, also when it was before.</summary>
    public async Task<bool> AddAsync(WorkspaceId workspace, string kind, string alias, Guid id, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RowKeys.Escape(alias).Length, MaximumEscapedLength, nameof(alias));
        var table = await TableAsync(cancellationToken);
        var named = new TableEntity(workspace.ToString(), AliasKey(kind, alias)) { ["Id"] = id };
        if (!await table.TryAddAsync(named, cancellationToken) && await FindAsync(workspace, kind, alias, cancellationToken) != id)
            return false;
        await table.UpsertEntityAsync(
            new TableEntity(workspace.ToString(), IdKey(kind, id)) { ["Alias"] = alias }, TableUpdateMode.Replace, cancellationToken);
        return true;
    }

    /// <summary>The id that an alias stands for.</summary>
    public async Task<Guid?> FindAsync(WorkspaceId workspace, string kind, string alias, CancellationToken cancellationToken)
    {
        if (alias.Length > MaximumEscapedLength || RowKeys.Escape(alias).Length is 0 or > MaximumEscapedLength)
            return null;
        var table = await TableAsync(cancellationToken);
        return (await table.FindAsync(workspace.ToString(), AliasKey(kind, alias), cancellationToken))?.GetGuid("Id");
    }

    /// <summary>The alias that was last given to an id.</summary>
    public async Task<string?> AliasOfAsync(WorkspaceId workspace, string kind, Guid id, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        return (await table.FindAsync(workspace.ToString(), IdKey(kind, id), cancellationToken))?.GetString("Alias");
    }

    /// <summary>The id meant by a caller's text, in either form: what <see cref="PublicId.Format"/> writes, or an alias. Null for anything else.</summary>
    /// <remarks>Says nothing of whether a resource of that id exists.</remarks>
    public async Task<Guid?> ResolveAsync(WorkspaceId workspace, PublicId format, string text, CancellationToken cancellationToken) =>
        format.TryParse(text, out var id) ? id : await FindAsync(workspace, format.Kind, text, cancellationToken);

    /// <summary>How to write an id to a caller: its alias where it has one, else the format.</summary>
    public async Task<string> DisplayAsync(WorkspaceId workspace, PublicId format, Guid id, CancellationToken cancellationToken) =>
        await AliasOfAsync(workspace, format.Kind, id, cancellationToken) ?? format.Format(id);

    /// <summary>Gives an id the next free number of its kind, as an alias: 1, 2, 3, ... Numbers taken already are passed over.</summary>
    public async Task<int> NumberAsync(WorkspaceId workspace, string kind, Guid id, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        while (true)
        {
            var counter = await table.ChangeAsync(workspace.ToString(), $"counter|{kind}", Next, cancellationToken);
            var number = counter!.GetInt32("Last")!.Value;
            if (await AddAsync(workspace, kind, number.ToString(CultureInfo.InvariantCulture), id, cancellationToken))
                return number;
        }

        TableEntity Next(TableEntity? current)
        {
            current ??= new TableEntity(workspace.ToString(), $"counter|{kind}");
            current["Last"] = (current.GetInt32("Last") ?? 0) + 1;
            return current;
        }
    }

    public async Task RemoveAsync(WorkspaceId workspace, string kind, string alias, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        if (await FindAsync(workspace, kind, alias, cancellationToken) is not { } id)
            return;
        await table.RemoveAsync(workspace.ToString(), AliasKey(kind, alias), cancellationToken);
        if (await AliasOfAsync(workspace, kind, id, cancellationToken) == alias)
            await table.RemoveAsync(workspace.ToString(), IdKey(kind, id), cancellationToken);
    }

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Aliases", cancellationToken);

    private static string AliasKey(string kind, string alias) => $"alias|{kind}|{RowKeys.Escape(alias)}";

    private static string IdKey(string kind, Guid id) => $"id|{kind}|{id:N}";
}
