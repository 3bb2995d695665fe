using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Api;

/// <summary>The ids of resources as callers write and read them: <c>conn_0198...</c>, or a name given to the resource such as <c>conn_abc123</c>.</summary>
public sealed class ResourceIds(Aliases aliases, TimeProvider clock)
{
    private readonly TimedCache<(WorkspaceId, string Kind, string Alias), Named> _named = new(TimeSpan.FromSeconds(15), clock);

    public static readonly PublicId Connection = new("connection", "conn_");

    public static readonly PublicId Query = new("question", "q_");

    /// <summary>The id meant by a caller's text; one that nothing has when the text is no id at all.</summary>
    public async Task<Guid> ReadAsync(WorkspaceId workspace, PublicId format, string text, CancellationToken cancellationToken) =>
        format.TryParse(text, out var id) ? id : (await FindAsync(workspace, format.Kind, text, cancellationToken))?.Id ?? Guid.Empty;

    public Task<string> ShowAsync(WorkspaceId workspace, PublicId format, Guid id, CancellationToken cancellationToken) =>
        aliases.DisplayAsync(workspace, format, id, cancellationToken);

    /// <summary>Several at once, each looked up once.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> ShowAllAsync(
        WorkspaceId workspace, PublicId format, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var shown = await Task.WhenAll(ids.Distinct().Select(async id => KeyValuePair.Create(id, await ShowAsync(workspace, format, id, cancellationToken))));
        return shown.ToDictionary();
    }

    private ValueTask<Named?> FindAsync(WorkspaceId workspace, string kind, string alias, CancellationToken cancellationToken) => _named.GetAsync(
        (workspace, kind, alias),
        async () => await aliases.FindAsync(workspace, kind, alias, cancellationToken) is { } id ? new Named(id) : null);

    private sealed record Named(Guid Id);
}
