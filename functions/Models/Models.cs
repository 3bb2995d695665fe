using System.Globalization;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Models;

/// <summary>The models of workspaces: kept, described, looked at.</summary>
public sealed class Models(ModelStore store, Connections.Connections connections, UniqueNames names, Ids ids, TimeProvider clock)
{
    /// <summary>Most models of one workspace: lists of them are read whole.</summary>
    public const int Most = 1_000;

    private const int MaximumName = 200;
    private const string NameKind = "model";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Task<Result<Page<Model>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken) =>
        store.ListAsync(workspace, limit, cursor, cancellationToken);

    public async Task<Result<Model>> GetAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken) =>
        await store.FindAsync(workspace, id, cancellationToken) is { } model ? model : ModelErrors.NotFound;

    /// <summary>
    /// Checks the statement by the guard and on the database, and keeps the model with its columns. A database that cannot be reached keeps nobody from making a
    /// model; it is described later then.
    /// </summary>
    /// <param name="id">For a model whose id is fixed beforehand; it then replaces one of that id.</param>
    public async Task<Result<Model>> CreateAsync(WorkspaceId workspace, NewModel request, CancellationToken cancellationToken, Guid? id = null)
    {
        if ((await store.ListAsync(workspace, Most, null, cancellationToken)).Value.Items.Count >= Most)
            return ModelErrors.TooMany(Most);
        var model = new Model(id ?? ids.New(), workspace, request.ConnectionId, request.Name.Trim(), request.Query, request.PrimaryKey, clock.GetUtcNow())
        {
            Description = request.Description,
            CursorColumn = request.CursorColumn,
            Details = request.Details,
        };
        return await KeepAsync(null, model, cancellationToken);
    }

    public async Task<Result<Model>> UpdateAsync(WorkspaceId workspace, Guid id, ModelChange change, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } before)
            return ModelErrors.NotFound;
        var after = before with
        {
            Name = (change.Name ?? before.Name).Trim(),
            Description = change.Description ?? before.Description,
            ConnectionId = change.ConnectionId ?? before.ConnectionId,
            Query = change.Query ?? before.Query,
            PrimaryKey = change.PrimaryKey ?? before.PrimaryKey,
            CursorColumn = change.CursorColumn is "" ? null : change.CursorColumn ?? before.CursorColumn,
            Details = change.Details ?? before.Details,
            UpdatedAt = clock.GetUtcNow(),
        };
        return await KeepAsync(before, after, cancellationToken);
    }

    public async Task<Result<Model>> DeleteAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(workspace, id, cancellationToken) is not { } model)
            return ModelErrors.NotFound;
        await names.ReleaseAsync(workspace, NameKind, model.Name, id, cancellationToken);
        return await store.RemoveAsync(workspace, id, cancellationToken) ? model : ModelErrors.NotFound;
    }

    /// <summary>Some rows of what a model is or would be.</summary>
    public async Task<Result<ModelPreview>> PreviewAsync(
        WorkspaceId workspace, Guid connectionId, ModelQuery query, int rows, CancellationToken cancellationToken)
    {
        if (!(await connections.OpenAsync(workspace, connectionId, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        return ModelSql.Sample(query, open.Connector.Dialect, rows).Succeeded(out var statement, out var refusal)
            ? await ReadAsync(open, statement, rows, cancellationToken)
            : refusal;
    }

    /// <summary>How many rows the model has now.</summary>
    public async Task<Result<long>> CountAsync(Model model, CancellationToken cancellationToken)
    {
        if (!(await connections.OpenAsync(model.Workspace, model.ConnectionId, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        if (!ModelSql.Count(model.Query, open.Connector.Dialect).Succeeded(out var statement, out var refusal))
            return refusal;
        return (await ReadAsync(open, statement, 1, cancellationToken)).Succeeded(out var counted, out var failed)
            ? Convert.ToInt64(counted.Rows[0][0], CultureInfo.InvariantCulture)
            : failed;
    }

    /// <summary>The model with its columns as the database tells them now.</summary>
    public async Task<Result<Model>> DescribeAsync(Model model, CancellationToken cancellationToken)
    {
        if (!(await connections.OpenAsync(model.Workspace, model.ConnectionId, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        if (!ModelSql.Sample(model.Query, open.Connector.Dialect, 0).Succeeded(out var statement, out var refusal))
            return refusal;
        return (await ReadAsync(open, statement, 0, cancellationToken)).Succeeded(out var sample, out var failed)
            ? model with { Columns = sample.Columns }
            : failed;
    }

    private async Task<Result<Model>> KeepAsync(Model? before, Model model, CancellationToken cancellationToken)
    {
        if (model.Name.Length is 0 or > MaximumName)
            return ModelErrors.Invalid([new FieldError("$.name", $"A name has 1 to {MaximumName} characters.")]);
        if (!(await connections.GetAsync(model.Workspace, model.ConnectionId, cancellationToken)).Succeeded(out _, out var missing))
            return missing;
        if (model.Query.IsRunnable)
        {
            if (!(await DescribeAsync(model, cancellationToken)).Succeeded(out var described, out var failure))
            {
                if (!ConnectionErrors.IsTransient(failure))
                    return failure;
                described = model with { Columns = [] };
            }
            model = described;
            if (MissingColumn(model) is { } wrong)
                return wrong;
        }

        if (model.Name != before?.Name && !await TakeNameAsync(model, cancellationToken))
            return ModelErrors.NameTaken(model.Name);
        if (await store.SetAsync(model, cancellationToken) is { } tooLarge)
            return tooLarge;
        if (before is not null && !model.Name.Equals(before.Name, StringComparison.OrdinalIgnoreCase))
            await names.ReleaseAsync(model.Workspace, NameKind, before.Name, model.Id, cancellationToken);
        return model;
    }

    private static ApiError? MissingColumn(Model model)
    {
        if (model.Columns.Count == 0)
            return null;
        var known = model.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        if (model.PrimaryKey.FirstOrDefault(column => !known.Contains(column)) is { } key)
            return ModelErrors.ColumnMissing("$.primary_key", key, known);
        return model.CursorColumn is { } cursor && !known.Contains(cursor) ? ModelErrors.ColumnMissing("$.cursor_column", cursor, known) : null;
    }

    private Task<bool> TakeNameAsync(Model model, CancellationToken cancellationToken) => names.TakeAsync(
        model.Workspace,
        NameKind,
        model.Name,
        model.Id,
        async holder => await store.FindAsync(model.Workspace, holder, cancellationToken) is not null,
        cancellationToken);

    private static async Task<Result<ModelPreview>> ReadAsync(OpenConnection open, ReadStatement statement, int most, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await open.Connector.ReadAsync(open.Settings, statement, new ReadLimits(Patience, most), cancellationToken);
            var rows = new List<object?[]>();
            while (rows.Count < most && await reader.ReadAsync(cancellationToken) is { } row)
                rows.Add(row);
            var isCut = rows.Count == most && await reader.ReadAsync(cancellationToken) is null && reader.IsTruncated;
            return new ModelPreview(reader.Columns, rows, isCut);
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure);
        }
    }
}
