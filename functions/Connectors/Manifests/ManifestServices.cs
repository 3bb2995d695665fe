using FunctionsPlatform.Connectors.Http;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPlatform.Connectors.Manifests;

public static class ManifestServices
{
    public static IServiceCollection AddManifestDestinations(this IServiceCollection services)
    {
        services.AddApiClients();
        services.TryAddSingleton(provider => new ManifestDestinations(provider.GetRequiredService<ApiClients>()));
        foreach (var name in BuiltInManifests.Names)
            services.AddSingleton<IDestination>(provider => provider.GetRequiredService<ManifestDestinations>().Open(BuiltInManifests.Read(name)));
        return services;
    }
}
