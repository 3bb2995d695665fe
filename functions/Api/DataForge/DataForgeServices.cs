using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Api.DataForge;

public static class DataForgeServices
{
    /// <summary>Adds what stands between the endpoints of this API and the slices.</summary>
    public static IServiceCollection AddDataForge(this IServiceCollection services)
    {
        services.AddSingleton<ForgeModels>();
        services.AddSingleton<ModelEndpoints>();
        services.AddSingleton<ForgeDashboardEndpoints>();
        return services;
    }
}
