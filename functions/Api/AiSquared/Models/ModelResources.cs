using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Models as they are found and shown, with the connectors that they read.</summary>
public sealed class ModelResources(Models.Models models, ConnectorDirectory connectors, ResourceIds ids)
{
    public const string Kind = "model";

    public async Task<Result<Model>> FindAsync(WorkspaceId workspace, string number, CancellationToken cancellationToken) =>
        await models.GetAsync(workspace, await IdAsync(workspace, number, cancellationToken), cancellationToken);

    public Task<Guid> IdAsync(WorkspaceId workspace, string number, CancellationToken cancellationToken) =>
        ids.OfNumberAsync(workspace, Kind, number, cancellationToken);

    public async Task<Resource<ModelAttributes>> ShowAsync(Model model, CancellationToken cancellationToken) =>
        (await ShowAsync(model.Workspace, [model], cancellationToken))[0];

    public async Task<IReadOnlyList<Resource<ModelAttributes>>> ShowAsync(WorkspaceId workspace, IReadOnlyList<Model> shown, CancellationToken cancellationToken)
    {
        var numbers = await ids.NumbersOfAsync(workspace, Kind, shown.Select(model => model.Id), cancellationToken);
        var sources = await connectors.BriefsAsync(workspace, shown.Select(model => model.ConnectionId), cancellationToken);
        return
        [
            .. shown.Select(model => Resource.Of(numbers[model.Id], "models", new ModelAttributes(
                model.Name,
                model.Description,
                SquaredModel.QueryOf(model),
                SquaredModel.QueryTypeOf(model),
                SquaredModel.ConfigurationOf(model),
                SquaredModel.PrimaryKeyOf(model),
                model.CreatedAt,
                model.UpdatedAt,
                sources.GetValueOrDefault(model.ConnectionId)))),
        ];
    }

    public static ModelBrief Brief(Model model, int number) => new(
        $"{number}",
        model.Name,
        model.Description,
        SquaredModel.QueryOf(model),
        SquaredModel.QueryTypeOf(model),
        SquaredModel.PrimaryKeyOf(model),
        model.CreatedAt,
        model.UpdatedAt);
}
