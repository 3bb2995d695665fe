using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Api;

/// <summary>The ids of resources as callers write and read them: <c>conn_0198...</c>, or a name given to the resource such as <c>conn_abc123</c>.</summary>
public sealed class ResourceIds(Aliases aliases)
{
    public static readonly PublicId Connection = new("connection", "conn_");

    public static readonly PublicId Query = new("question", "q_");

    /// <summary>The id meant by a caller's text; one that nothing has when the text is no id at all.</summary>
    public async Task<Guid> ReadAsync(WorkspaceId workspace, PublicId format, string text, CancellationToken cancellationToken) =>
        await aliases.ResolveAsync(workspace, format, text, cancellationToken) ?? Guid.Empty;

    public Task<string> ShowAsync(WorkspaceId workspace, PublicId format, Guid id, CancellationToken cancellationToken) =>
        aliases.DisplayAsync(workspace, format, id, cancellationToken);

    /// <summary>Several at once, each looked up once.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> ShowAllAsync(
        WorkspaceId workspace, PublicId format, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var shown = await Task.WhenAll(ids.Distinct().Select(async id => KeyValuePair.Create(id, await ShowAsync(workspace, format, id, cancellationToken))));
        return shown.ToDictionary();
    }
}
