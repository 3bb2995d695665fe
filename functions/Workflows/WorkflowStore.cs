using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Workflows;

/// <summary>Table <c>Workflows</c>: partition = workspace, row = id, newest first. Table <c>WorkflowWorkspaces</c> tells the workspace of an id, for callers who know no other.</summary>
public sealed class WorkflowStore(PlatformStorage storage, WorkflowFiles files, TimeProvider clock)
{
    private const string Row = "workspace";

    private readonly TimedCache<(WorkspaceId, Guid, Guid), WorkflowVersion> _versions = new(TimeSpan.FromMinutes(1), clock);

    public async Task AddAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        var place = new TableEntity(workflow.Id.ToString("N"), Row) { ["Workspace"] = workflow.Workspace.Value };
        await (await PlacesAsync(cancellationToken)).UpsertEntityAsync(place, TableUpdateMode.Replace, cancellationToken);
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(ToEntity(workflow), TableUpdateMode.Replace, cancellationToken);
    }

    public async Task<Workflow?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken) is { } entity ? ToWorkflow(entity) : null;

    /// <summary>The workflow of an id, in whichever workspace it is.</summary>
    public async Task<Workflow?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await (await PlacesAsync(cancellationToken)).FindAsync(id.ToString("N"), Row, cancellationToken))?.GetGuid("Workspace") is { } workspace
            ? await FindAsync(new WorkspaceId(workspace), id, cancellationToken)
            : null;

    /// <summary>Changes a workflow that is there.</summary>
    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<Workflow?> ChangeAsync(WorkspaceId workspace, Guid id, Func<Workflow, Workflow?> change, CancellationToken cancellationToken)
    {
        Workflow? written = null;
        await (await TableAsync(cancellationToken)).ChangeAsync(workspace.ToString(), RowKeys.NewestFirst(id), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null ? null : change(ToWorkflow(current));
            if (written is null)
                return null;
            var entity = ToEntity(written);
            entity.ETag = current!.ETag;
            return entity;
        }
    }

    public async Task<Result<Page<Workflow>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToWorkflow) : error;
    }

    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var removed = await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken);
        await (await PlacesAsync(cancellationToken)).RemoveAsync(id.ToString("N"), Row, cancellationToken);
        await files.RemoveFolderAsync(WorkflowFiles.FolderOf(workspace, id), cancellationToken);
        return removed;
    }

    public Task AddVersionAsync(WorkspaceId workspace, Guid id, WorkflowVersion version, CancellationToken cancellationToken) =>
        files.WriteAsync(NameOf(workspace, id, version.Id), version, cancellationToken);

    public async Task<WorkflowVersion?> FindVersionAsync(WorkspaceId workspace, Guid id, Guid version, CancellationToken cancellationToken) =>
        await _versions.GetAsync((workspace, id, version), () => files.FindAsync<WorkflowVersion>(NameOf(workspace, id, version), cancellationToken));

    private static string NameOf(WorkspaceId workspace, Guid id, Guid version) => $"{WorkflowFiles.FolderOf(workspace, id)}versions/{version:N}.json";

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Workflows", cancellationToken);

    private ValueTask<TableClient> PlacesAsync(CancellationToken cancellationToken) => storage.TableAsync("WorkflowWorkspaces", cancellationToken);

    private static TableEntity ToEntity(Workflow workflow)
    {
        var entity = new TableEntity(workflow.Workspace.ToString(), RowKeys.NewestFirst(workflow.Id));
        entity.SetJson("Workflow", workflow);
        return entity;
    }

    private static Workflow ToWorkflow(TableEntity entity) => entity.GetJson<Workflow>("Workflow")!;
}
