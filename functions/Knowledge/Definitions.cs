using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Knowledge;

/// <summary>The definitions of one kind: kept and checked.</summary>
public sealed class Definitions<T>(
    DefinitionKind<T> kind, DefinitionStore store, WorkspaceKnowledge knowledge, Connections.Connections connections, UniqueNames names, Ids ids, TimeProvider clock)
    where T : class
{
    /// <summary>Most of one workspace: lists of them are read whole.</summary>
    public const int Most = 500;

    public Task<IReadOnlyList<Definition<T>>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken) => store.ListAsync(kind, workspace, cancellationToken);

    public async Task<Result<Definition<T>>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(kind, workspace, id, cancellationToken) is { } definition ? definition : KnowledgeErrors.NotFound(kind.Word);

    public async Task<Result<Definition<T>>> CreateAsync(WorkspaceId workspace, Guid connectionId, T content, CancellationToken cancellationToken)
    {
        if (!(await SchemaAsync(workspace, connectionId, cancellationToken)).Succeeded(out var schema, out var missing))
            return missing;
        if ((await store.ListAsync(kind, workspace, cancellationToken)).Count >= Most)
            return KnowledgeErrors.TooMany(kind.Word, Most);
        return await KeepAsync(null, New(workspace, connectionId, content), schema, cancellationToken);
    }

    /// <summary>Replaces what a definition says; its connection stays.</summary>
    public async Task<Result<Definition<T>>> UpdateAsync(WorkspaceId workspace, Guid id, T content, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(kind, workspace, id, cancellationToken) is not { } before)
            return KnowledgeErrors.NotFound(kind.Word);
        if (!(await SchemaAsync(workspace, before.ConnectionId, cancellationToken)).Succeeded(out var schema, out var missing))
            return missing;
        return await KeepAsync(before, before with { Content = content, UpdatedAt = clock.GetUtcNow() }, schema, cancellationToken);
    }

    public async Task<Result<Definition<T>>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(kind, workspace, id, cancellationToken) is not { } definition)
            return KnowledgeErrors.NotFound(kind.Word);
        await names.ReleaseAsync(workspace, kind.Word, NameOf(definition), id, cancellationToken);
        var removed = await store.RemoveAsync(kind, definition, cancellationToken);
        knowledge.Forget(workspace, definition.ConnectionId);
        return removed ? definition : KnowledgeErrors.NotFound(kind.Word);
    }

    /// <summary>Deletes those of a connection, before it is deleted itself.</summary>
    public async Task DeleteAllAsync(WorkspaceId workspace, Guid connectionId, CancellationToken cancellationToken)
    {
        foreach (var definition in (await store.ListAsync(kind, workspace, cancellationToken)).Where(definition => definition.ConnectionId == connectionId))
            await DeleteAsync(workspace, definition.Id, cancellationToken);
    }

    /// <summary>Keeps each, in the place of one that has its key already.</summary>
    public async Task<Result<IReadOnlyList<Result<Definition<T>>>>> PutAsync(
        WorkspaceId workspace, Guid connectionId, IReadOnlyList<T> contents, CancellationToken cancellationToken)
    {
        if (!(await SchemaAsync(workspace, connectionId, cancellationToken)).Succeeded(out var schema, out var missing))
            return missing;
        var all = await store.ListAsync(kind, workspace, cancellationToken);
        var known = all.Where(definition => definition.ConnectionId == connectionId)
            .DistinctBy(NameOf, StringComparer.OrdinalIgnoreCase).ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);
        var room = Most - all.Count;
        var kept = new List<Result<Definition<T>>>();
        foreach (var content in contents)
        {
            var fresh = New(workspace, connectionId, content);
            var before = known.GetValueOrDefault(NameOf(fresh));
            var put = before is null && room == 0
                ? KnowledgeErrors.TooMany(kind.Word, Most)
                : await KeepAsync(before, before is null ? fresh : before with { Content = content, UpdatedAt = fresh.CreatedAt }, schema, cancellationToken);
            if (put.Succeeded(out var definition, out _))
            {
                room -= before is null ? 1 : 0;
                known[NameOf(definition)] = definition;
            }

            kept.Add(put);
        }

        return kept;
    }

    private async Task<Result<Definition<T>>> KeepAsync(Definition<T>? before, Definition<T> definition, SchemaCatalog? schema, CancellationToken cancellationToken)
    {
        if (kind.Check(definition.Content, schema) is { Count: > 0 } wrong)
            return KnowledgeErrors.Invalid(kind.Word, wrong);
        var (name, former) = (NameOf(definition), before is null ? null : NameOf(before));
        if (name != former && !await TakeNameAsync(definition, name, cancellationToken))
            return KnowledgeErrors.Taken(kind.Word, kind.KeyOf(definition.Content));
        if (await store.SetAsync(kind, definition, cancellationToken) is { } tooLarge)
            return tooLarge;
        if (former is not null && !former.Equals(name, StringComparison.OrdinalIgnoreCase))
            await names.ReleaseAsync(definition.Workspace, kind.Word, former, definition.Id, cancellationToken);
        knowledge.Forget(definition.Workspace, definition.ConnectionId);
        return definition;
    }

    /// <summary>Null when the database cannot be asked: that keeps nobody from saying what things are called.</summary>
    private async Task<Result<SchemaCatalog?>> SchemaAsync(WorkspaceId workspace, Guid connectionId, CancellationToken cancellationToken)
    {
        if (!(await connections.OpenAsync(workspace, connectionId, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        return (await connections.SchemaAsync(open, refresh: false, cancellationToken)).Succeeded(out var schema, out _) && schema.IsComplete ? schema : (SchemaCatalog?)null;
    }

    private Task<bool> TakeNameAsync(Definition<T> definition, string name, CancellationToken cancellationToken) => names.TakeAsync(
        definition.Workspace,
        kind.Word,
        name,
        definition.Id,
        async holder => await store.FindAsync(kind, definition.Workspace, holder, cancellationToken) is not null,
        cancellationToken);

    private Definition<T> New(WorkspaceId workspace, Guid connectionId, T content) => new(ids.New(), workspace, connectionId, content, clock.GetUtcNow());

    private string NameOf(Definition<T> definition) => $"{definition.ConnectionId:N} {kind.KeyOf(definition.Content)}";
}
