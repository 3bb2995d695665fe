using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Datasets.Profiles;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Datasets;

/// <summary>The datasets of workspaces: what they are, and what is in them.</summary>
public sealed class Datasets(
    DatasetStore store, DatasetImports imports, DatasetFiles files, UniqueNames names, Connections.Connections connections, Ids ids, TimeProvider clock)
{
    /// <summary>Most datasets of one workspace.</summary>
    public const int Most = 1_000;

    private const string NameKind = "dataset";

    private readonly DatasetRules _rules = new(connections);

    public async Task<Result<Page<Dataset>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        (await store.ListAsync(workspace, limit, cursor, cancellationToken)).Succeeded(out var page, out var refusal) ? page.Select(imports.Seen) : refusal;

    public async Task<Result<Dataset>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } dataset ? imports.Seen(dataset) : DatasetErrors.NotFound;

    /// <summary>The dataset of a name; upper and lower case make no difference.</summary>
    public async Task<Dataset?> FindAsync(WorkspaceId workspace, string name, CancellationToken cancellationToken) =>
        await names.FindAsync(workspace, NameKind, name, cancellationToken) is { } id ? await store.FindAsync(workspace, id, cancellationToken) : null;

    /// <summary>What the rows are like; null where there are none yet.</summary>
    public async Task<DatasetProfile?> ProfileOfAsync(Dataset dataset, CancellationToken cancellationToken) =>
        dataset.Current is { } version ? await files.FindJsonAsync<DatasetProfile>(version.Profile, cancellationToken) : null;

    /// <summary>What keeps a dataset from being made, beside its name being taken.</summary>
    public Task<ApiError?> CheckAsync(WorkspaceId workspace, NewDataset request, CancellationToken cancellationToken) =>
        _rules.CheckAsync(workspace, request.Name.Trim(), request.Description, request.Source, request.Options, cancellationToken);

    /// <summary>Makes a dataset of content. Small content that cannot be read leaves no dataset behind.</summary>
    /// <param name="id">For a dataset whose id is fixed beforehand.</param>
    public async Task<Result<Dataset>> CreateAsync(WorkspaceId workspace, NewDataset request, Stream content, CancellationToken cancellationToken, Guid? id = null)
    {
        if (!(await KeepAsync(workspace, request, id, cancellationToken)).Succeeded(out var dataset, out var refusal))
            return refusal;
        return await OrNothingAsync(dataset, () => imports.ImportAsync(dataset, content, request.Options, appends: false, cancellationToken));
    }

    /// <summary>Makes a dataset whose content is to come: from its own query in the background, or from an upload.</summary>
    public async Task<Result<Dataset>> CreateAsync(WorkspaceId workspace, NewDataset request, CancellationToken cancellationToken, Guid? id = null)
    {
        if (!(await KeepAsync(workspace, request, id, cancellationToken)).Succeeded(out var dataset, out var refusal))
            return refusal;
        return await OrNothingAsync(
            dataset, () => request.Source.Type == DatasetSourceType.Query ? imports.RefreshAsync(dataset, cancellationToken) : imports.AwaitUploadAsync(dataset, dataset.Options, cancellationToken));
    }

    public async Task<Result<Dataset>> UpdateAsync(WorkspaceId workspace, Guid id, DatasetChange change, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } before)
            return DatasetErrors.NotFound;
        var after = Changed(before);
        if (await _rules.CheckAsync(workspace, after.Name, after.Description, after.Source, after.Options, cancellationToken) is { } invalid)
            return invalid;
        var isRenamed = !after.Name.Equals(before.Name, StringComparison.OrdinalIgnoreCase);
        if (isRenamed && !await TakeNameAsync(after, cancellationToken))
            return DatasetErrors.NameTaken(after.Name);
        if (await store.ChangeAsync(workspace, id, Changed, cancellationToken) is not { } written)
            return DatasetErrors.NotFound;
        if (isRenamed)
            await names.ReleaseAsync(workspace, NameKind, before.Name, id, cancellationToken);
        return imports.Seen(written);

        Dataset Changed(Dataset now) => now with
        {
            Name = change.Name?.Trim() ?? now.Name,
            Description = change.Description ?? now.Description,
            Source = change.Source ?? now.Source,
            Options = change.Options ?? now.Options,
            UpdatedAt = clock.GetUtcNow(),
        };
    }

    public async Task<Result<Dataset>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } dataset)
            return DatasetErrors.NotFound;
        await names.ReleaseAsync(workspace, NameKind, dataset.Name, id, cancellationToken);
        if (!await store.RemoveAsync(workspace, id, cancellationToken))
            return DatasetErrors.NotFound;
        await files.RemoveFolderAsync(DatasetFiles.FolderOf(workspace, id), cancellationToken);
        return dataset;
    }

    /// <summary>Adds rows to those that are there. Their columns are the dataset's; what is missing is null.</summary>
    public Task<Result<Dataset>> AppendAsync(WorkspaceId workspace, Guid id, Stream content, ReadOptions options, CancellationToken cancellationToken) =>
        ImportAsync(workspace, id, content, options, appends: true, cancellationToken);

    /// <summary>Puts content in place of what is there.</summary>
    public Task<Result<Dataset>> ReplaceAsync(WorkspaceId workspace, Guid id, Stream content, ReadOptions options, CancellationToken cancellationToken) =>
        ImportAsync(workspace, id, content, options, appends: false, cancellationToken);

    /// <summary>Has the dataset's query run again, in the background.</summary>
    public async Task<Result<Dataset>> RefreshAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } dataset)
            return DatasetErrors.NotFound;
        return dataset.Source.Type == DatasetSourceType.Query ? await imports.RefreshAsync(dataset, cancellationToken) : DatasetErrors.NotRefreshable;
    }

    /// <param name="options">How what is uploaded is read, and what is added later.</param>
    public async Task<Result<Dataset>> OpenUploadAsync(WorkspaceId workspace, Guid id, ReadOptions options, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } dataset)
            return DatasetErrors.NotFound;
        return await _rules.CheckAsync(workspace, dataset.Name, dataset.Description, dataset.Source, options, cancellationToken) is { } invalid
            ? invalid
            : await imports.AwaitUploadAsync(dataset, options, cancellationToken);
    }

    /// <summary>Has what was uploaded imported, in the background.</summary>
    public async Task<Result<Dataset>> CompleteUploadAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } dataset ? await imports.CompleteUploadAsync(dataset, cancellationToken) : DatasetErrors.NotFound;

    /// <summary>Makes a dataset of rows. Values are of the CLR types of their columns' kinds.</summary>
    /// <param name="import">For rows that may be written again after a crash: writing what was written changes nothing, and what was begun is carried on.</param>
    public async Task<Result<Dataset>> WriteAsync(
        WorkspaceId workspace,
        NewDataset request,
        IReadOnlyList<ResultColumn> columns,
        IAsyncEnumerable<object?[]> rows,
        CancellationToken cancellationToken,
        Guid? id = null,
        Guid? import = null)
    {
        if (!(await KeepAsync(workspace, request, id, cancellationToken)).Succeeded(out var dataset, out var refusal))
            return refusal;
        return await OrNothingAsync(dataset, () => WriteAsync(dataset, columns, rows, import, cancellationToken));
    }

    /// <summary>Puts rows in place of what a dataset holds, as a new version.</summary>
    /// <inheritdoc cref="WriteAsync(WorkspaceId, NewDataset, IReadOnlyList{ResultColumn}, IAsyncEnumerable{object?[]}, CancellationToken, Guid?, Guid?)" path="/param"/>
    public async Task<Result<Dataset>> WriteAsync(
        WorkspaceId workspace, Guid id, IReadOnlyList<ResultColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken, Guid? import = null) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } dataset ? await WriteAsync(dataset, columns, rows, import, cancellationToken) : DatasetErrors.NotFound;

    private async Task<Result<Dataset>> WriteAsync(
        Dataset dataset, IReadOnlyList<ResultColumn> columns, IAsyncEnumerable<object?[]> rows, Guid? import, CancellationToken cancellationToken)
    {
        await using var reader = new SentRows(columns, rows.GetAsyncEnumerator(cancellationToken));
        return await imports.ImportAsync(dataset, reader, import, cancellationToken);
    }

    private async Task<Result<Dataset>> ImportAsync(WorkspaceId workspace, Guid id, Stream content, ReadOptions options, bool appends, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } dataset
            ? await imports.ImportAsync(dataset, content, options, appends, cancellationToken)
            : DatasetErrors.NotFound;

    private async Task<Result<Dataset>> KeepAsync(WorkspaceId workspace, NewDataset request, Guid? id, CancellationToken cancellationToken)
    {
        var dataset = new Dataset(id ?? ids.New(), workspace, request.Name.Trim(), request.Source, clock.GetUtcNow()) { Description = request.Description, Options = request.Options };
        if (await _rules.CheckAsync(workspace, dataset.Name, dataset.Description, dataset.Source, dataset.Options, cancellationToken) is { } invalid)
            return invalid;
        if ((await store.ListAsync(workspace, Most, null, cancellationToken)).Value.Items.Count >= Most)
            return DatasetErrors.TooMany(Most);
        if (!await TakeNameAsync(dataset, cancellationToken))
            return DatasetErrors.NameTaken(dataset.Name);
        return await store.SetAsync(dataset, cancellationToken) is { } tooLarge ? tooLarge : dataset;
    }

    /// <summary>A new dataset whose first import is refused or breaks is not kept.</summary>
    private async Task<Result<Dataset>> OrNothingAsync(Dataset dataset, Func<Task<Result<Dataset>>> import)
    {
        var isKept = false;
        try
        {
            var imported = await import();
            isKept = imported.Succeeded(out _, out _);
            return imported;
        }
        finally
        {
            if (!isKept)
                await DeleteAsync(dataset.Workspace, dataset.Id, CancellationToken.None);
        }
    }

    private Task<bool> TakeNameAsync(Dataset dataset, CancellationToken cancellationToken) => names.TakeAsync(
        dataset.Workspace,
        NameKind,
        dataset.Name,
        dataset.Id,
        async holder => await store.FindAsync(dataset.Workspace, holder, cancellationToken) is not null,
        cancellationToken);
}
