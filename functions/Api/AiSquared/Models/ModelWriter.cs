using System.Globalization;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Makes and changes models from what this API is sent.</summary>
public sealed class ModelWriter(Models.Models models, ConnectorDirectory connectors)
{
    public async Task<Result<Model>> CreateAsync(WorkspaceId workspace, NewModelFields fields, CancellationToken cancellationToken)
    {
        if (!(await SourceAsync(workspace, fields.ConnectorId, cancellationToken)).Succeeded(out var source, out var missing))
            return missing;
        var query = SquaredModel.ReadQuery(fields.QueryType, fields.Query);
        var request = new NewModel(source.Id, fields.Name, query, SquaredModel.ReadKey(fields.PrimaryKey))
        {
            Description = fields.Description,
            Details = SquaredModel.Details([], fields.QueryType, fields.Query, fields.Configuration),
        };
        return await models.CreateAsync(workspace, request, cancellationToken);
    }

    public async Task<Result<Model>> UpdateAsync(Model model, ModelFields fields, CancellationToken cancellationToken)
    {
        var queryType = fields.QueryType ?? SquaredModel.QueryTypeOf(model);
        var query = fields.Query ?? SquaredModel.QueryOf(model);
        var configuration = fields.Configuration ?? SquaredModel.ConfigurationOf(model);
        var key = fields.PrimaryKey ?? SquaredModel.PrimaryKeyOf(model);
        // The whole must hold as it will be, whichever of its parts changes.
        if (SquaredErrors.Broken("model", ModelContract.Check(queryType, query, key, configuration)) is { } broken)
            return broken;
        Guid? connection = null;
        if (fields.ConnectorId is { } number)
        {
            if (!(await SourceAsync(model.Workspace, number, cancellationToken)).Succeeded(out var source, out var missing))
                return missing;
            connection = source.Id;
        }
        var isAsked = fields.Query is not null || fields.QueryType is not null;
        return await models.UpdateAsync(
            model.Workspace,
            model.Id,
            new ModelChange
            {
                Name = fields.Name,
                Description = fields.Description,
                ConnectionId = connection,
                Query = isAsked ? SquaredModel.ReadQuery(queryType, query) : null,
                PrimaryKey = fields.PrimaryKey is null ? null : SquaredModel.ReadKey(key),
                Details = SquaredModel.Details(model.Details, queryType, query, configuration),
            },
            cancellationToken);
    }

    private Task<Result<Connector>> SourceAsync(WorkspaceId workspace, long number, CancellationToken cancellationToken) =>
        connectors.FindSourceAsync(workspace, number.ToString(CultureInfo.InvariantCulture), cancellationToken);
}
