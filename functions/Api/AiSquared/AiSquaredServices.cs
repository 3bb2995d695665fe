using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Api.AiSquared;

public static class AiSquaredServices
{
    /// <summary>Adds what stands between the endpoints of this API and the slices.</summary>
    public static IServiceCollection AddAiSquared(this IServiceCollection services)
    {
        services.AddOptions<AiSquaredOptions>().BindConfiguration(AiSquaredOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SquaredPages>();
        services.AddSingleton<KeptCatalogs>();
        services.AddSingleton<Catalogs>();
        services.AddSingleton<ConnectorDirectory>();
        services.AddSingleton<ConnectorResources>();
        services.AddSingleton<ConnectorWriter>();
        services.AddSingleton<DefinitionDirectory>();
        services.AddSingleton<ModelResources>();
        services.AddSingleton<ModelWriter>();
        services.AddSingleton<ModelEndpoints>();
        services.AddSingleton<SquaredWorkspaceEndpoints>();
        services.AddSingleton<SyncResources>();
        services.AddSingleton<SyncWriter>();
        services.AddSingleton<RunResources>();
        services.AddSingleton<RunPages>();
        services.AddSingleton<RecordPages>();
        services.AddSingleton<ActivityReport>();
        return services;
    }
}
