using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Workflows.Runs;

/// <summary>
/// Table <c>WorkflowRuns</c>: partition = workflow, row = id, newest first. Table <c>WorkflowRunSteps</c>: partition = run, row = path. Table <c>OpenWorkflowRuns</c> lists
/// the runs that are not finished, <c>WorkflowCalls</c> the runs that calls of webhooks have started (partition = workflow, row = the call's key), and <c>WorkflowMemory</c>
/// what the last completed run found (partition = workflow, row = path). In files: what runs were given and what their steps found.
/// </summary>
public sealed class RunStore(PlatformStorage storage, WorkflowFiles files)
{
    private const string OpenPartition = "open";
    private const string LeftPartition = "left";

    public async Task<bool> TryAddAsync(WorkflowRun run, CancellationToken cancellationToken) =>
        await (await RunsAsync(cancellationToken)).TryAddAsync(ToEntity(run), cancellationToken);

    public async Task<WorkflowRun?> FindAsync(WorkflowRunKey key, CancellationToken cancellationToken) =>
        await (await RunsAsync(cancellationToken)).FindAsync(key.Workflow.ToString("N"), RowKeys.NewestFirst(key.Id), cancellationToken) is { } entity
            && ToRun(entity) is var run && run.Workspace.Value == key.Workspace
            ? run
            : null;

    /// <summary>Changes a run that is there.</summary>
    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<WorkflowRun?> ChangeAsync(WorkflowRunKey key, Func<WorkflowRun, WorkflowRun?> change, CancellationToken cancellationToken, DateTimeOffset? expiresAt = null)
    {
        WorkflowRun? written = null;
        await (await RunsAsync(cancellationToken)).ChangeAsync(key.Workflow.ToString("N"), RowKeys.NewestFirst(key.Id), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null ? null : change(ToRun(current));
            if (written is null)
                return null;
            var entity = ToEntity(written);
            entity[ExpiringRows.ExpiresAt] = expiresAt ?? current!.GetDateTimeOffset(ExpiringRows.ExpiresAt);
            entity.ETag = current!.ETag;
            return entity;
        }
    }

    public async Task<Result<Page<WorkflowRun>>> ListAsync(Guid workflow, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await RunsAsync(cancellationToken)).ReadPageAsync<TableEntity>(workflow.ToString("N"), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(ToRun) : error;
    }

    public Task OpenAsync(WorkflowRunKey key, CancellationToken cancellationToken) => NoteAsync(OpenPartition, key, cancellationToken);

    public async Task CloseAsync(WorkflowRunKey key, CancellationToken cancellationToken) =>
        await (await OpenTableAsync(cancellationToken)).RemoveAsync(OpenPartition, key.Instance, cancellationToken);

    /// <summary>The runs that are not finished, oldest first.</summary>
    public Task<IReadOnlyList<WorkflowRunKey>> ListOpenAsync(CancellationToken cancellationToken) => ListNotedAsync(OpenPartition, cancellationToken);

    /// <summary>Leaves a run for the next timer to start.</summary>
    public Task LeaveAsync(WorkflowRunKey key, CancellationToken cancellationToken) => NoteAsync(LeftPartition, key, cancellationToken);

    public async Task TakeAsync(WorkflowRunKey key, CancellationToken cancellationToken) =>
        await (await OpenTableAsync(cancellationToken)).RemoveAsync(LeftPartition, key.Instance, cancellationToken);

    public Task<IReadOnlyList<WorkflowRunKey>> ListLeftAsync(CancellationToken cancellationToken) => ListNotedAsync(LeftPartition, cancellationToken);

    /// <summary>The run of a call: the given one, or the one that a call of the same key has started.</summary>
    public async Task<Guid> RunOfCallAsync(Guid workflow, string key, Guid run, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var row = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var calls = await CallsAsync(cancellationToken);
        return await calls.TryAddAsync(new TableEntity(workflow.ToString("N"), row) { ["Run"] = run, [ExpiringRows.ExpiresAt] = expiresAt }, cancellationToken)
            ? run
            : (await calls.FindAsync(workflow.ToString("N"), row, cancellationToken))?.GetGuid("Run") ?? run;
    }

    public async Task<StepRecord?> FindStepAsync(Guid run, string path, CancellationToken cancellationToken) =>
        (await (await StepsAsync(cancellationToken)).FindAsync(run.ToString("N"), RowKeys.Escape(path), cancellationToken))?.GetJson<StepRecord>("Step");

    public async Task SetStepAsync(Guid run, StepRecord step, CancellationToken cancellationToken) =>
        await (await StepsAsync(cancellationToken)).UpsertEntityAsync(ToEntity(run, step), TableUpdateMode.Replace, cancellationToken);

    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<StepRecord?> ChangeStepAsync(Guid run, string path, Func<StepRecord, StepRecord?> change, CancellationToken cancellationToken)
    {
        StepRecord? written = null;
        await (await StepsAsync(cancellationToken)).ChangeAsync(run.ToString("N"), RowKeys.Escape(path), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current?.GetJson<StepRecord>("Step") is { } step ? change(step) : null;
            if (written is null)
                return null;
            var entity = ToEntity(run, written);
            entity.ETag = current!.ETag;
            return entity;
        }
    }

    /// <summary>In the order in which they began.</summary>
    /// <param name="most">How many are read; of more, those whose paths sort first.</param>
    public async Task<IReadOnlyList<StepRecord>> ListStepsAsync(Guid run, int most, CancellationToken cancellationToken)
    {
        var page = await (await StepsAsync(cancellationToken)).ReadPageAsync<TableEntity>(run.ToString("N"), most, null, cancellationToken);
        return [.. page.Value.Items.Select(entity => entity.GetJson<StepRecord>("Step")!).OrderBy(step => step.StartedAt)];
    }

    public async Task<string?> RememberedAsync(Guid workflow, string path, CancellationToken cancellationToken) =>
        (await (await MemoryAsync(cancellationToken)).FindAsync(workflow.ToString("N"), RowKeys.Escape(path), cancellationToken))?.GetString("Fingerprint");

    public async Task RememberAsync(Guid workflow, IEnumerable<StepRecord> steps, CancellationToken cancellationToken) =>
        await (await MemoryAsync(cancellationToken)).UpsertAllAsync(
            steps.Where(step => step.Fingerprint is not null).Select(step => new TableEntity(workflow.ToString("N"), RowKeys.Escape(step.Path)) { ["Fingerprint"] = step.Fingerprint }),
            cancellationToken);

    public Task WriteInputAsync(WorkflowRunKey key, RunInput input, CancellationToken cancellationToken) => files.WriteAsync($"{FolderOf(key)}input.json", input, cancellationToken);

    public async Task<RunInput> ReadInputAsync(WorkflowRunKey key, CancellationToken cancellationToken) =>
        await files.FindAsync<RunInput>($"{FolderOf(key)}input.json", cancellationToken) ?? new RunInput();

    public Task WritePapersAsync(WorkflowRunKey key, string path, StepPapers papers, IReadOnlyCollection<string> secrets, CancellationToken cancellationToken) =>
        files.WriteAsync(NameOf(key, path), papers, secrets, cancellationToken);

    public Task<StepPapers?> FindPapersAsync(WorkflowRunKey key, string path, CancellationToken cancellationToken) =>
        files.FindAsync<StepPapers>(NameOf(key, path), cancellationToken);

    /// <summary>Removes all runs of a workflow with their steps. Their files go with those of the workflow.</summary>
    public async Task RemoveAllAsync(Guid workflow, CancellationToken cancellationToken)
    {
        var (partition, steps) = (workflow.ToString("N"), await StepsAsync(cancellationToken));
        await foreach (var row in (await RunsAsync(cancellationToken)).QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken))
        {
            var key = ToRun(row).Key;
            await RemoveRowsAsync(steps, key.Instance, cancellationToken);
            await CloseAsync(key, cancellationToken);
        }

        await RemoveRowsAsync(await RunsAsync(cancellationToken), partition, cancellationToken);
        await RemoveRowsAsync(await CallsAsync(cancellationToken), partition, cancellationToken);
        await RemoveRowsAsync(await MemoryAsync(cancellationToken), partition, cancellationToken);
    }

    public async Task RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await (await CallsAsync(cancellationToken)).RemoveExpiredAsync(now, null, cancellationToken);
        await (await RunsAsync(cancellationToken)).RemoveExpiredAsync(now, RemoveAsync, cancellationToken);

        async Task RemoveAsync(TableEntity row)
        {
            var key = ToRun(row).Key;
            await RemoveRowsAsync(await StepsAsync(cancellationToken), key.Instance, cancellationToken);
            await files.RemoveFolderAsync(FolderOf(key), cancellationToken);
        }
    }

    private async Task NoteAsync(string partition, WorkflowRunKey key, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(partition, key.Instance);
        entity.SetJson("Run", key);
        await (await OpenTableAsync(cancellationToken)).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
    }

    private async Task<IReadOnlyList<WorkflowRunKey>> ListNotedAsync(string partition, CancellationToken cancellationToken)
    {
        var noted = new List<WorkflowRunKey>();
        await foreach (var entity in (await OpenTableAsync(cancellationToken)).QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken))
            noted.Add(entity.GetJson<WorkflowRunKey>("Run")!);
        return noted;
    }

    private static async Task RemoveRowsAsync(TableClient table, string partition, CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken))
            await table.RemoveAsync(partition, row.RowKey, cancellationToken);
    }

    private static string FolderOf(WorkflowRunKey key) => $"{WorkflowFiles.FolderOf(new WorkspaceId(key.Workspace), key.Workflow)}runs/{key.Id:N}/";

    private static string NameOf(WorkflowRunKey key, string path) => $"{FolderOf(key)}steps/{path}.json";

    private static TableEntity ToEntity(WorkflowRun run)
    {
        var entity = new TableEntity(run.WorkflowId.ToString("N"), RowKeys.NewestFirst(run.Id));
        entity.SetJson("Run", run);
        return entity;
    }

    private static WorkflowRun ToRun(TableEntity entity) => entity.GetJson<WorkflowRun>("Run")!;

    private static TableEntity ToEntity(Guid run, StepRecord step)
    {
        var entity = new TableEntity(run.ToString("N"), RowKeys.Escape(step.Path));
        entity.SetJson("Step", step);
        return entity;
    }

    private ValueTask<TableClient> RunsAsync(CancellationToken cancellationToken) => storage.TableAsync("WorkflowRuns", cancellationToken);

    private ValueTask<TableClient> OpenTableAsync(CancellationToken cancellationToken) => storage.TableAsync("OpenWorkflowRuns", cancellationToken);

    private ValueTask<TableClient> StepsAsync(CancellationToken cancellationToken) => storage.TableAsync("WorkflowRunSteps", cancellationToken);

    private ValueTask<TableClient> CallsAsync(CancellationToken cancellationToken) => storage.TableAsync("WorkflowCalls", cancellationToken);

    private ValueTask<TableClient> MemoryAsync(CancellationToken cancellationToken) => storage.TableAsync("WorkflowMemory", cancellationToken);
}
