using FunctionsPlatform.Destinations.Custom;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Destinations;

public static class DestinationServices
{
    /// <summary>Adds <see cref="Destinations"/>. Needs storage, secrets, connectors and the options of connections.</summary>
    public static IServiceCollection AddDestinations(this IServiceCollection services)
    {
        services.AddSingleton<DestinationStore>();
        services.AddSingleton<StreamCache>();
        services.AddSingleton<CustomDestinationStore>();
        services.AddSingleton<CustomDestinations>();
        services.AddSingleton<DestinationKinds>();
        services.AddSingleton<Destinations>();
        return services;
    }
}
