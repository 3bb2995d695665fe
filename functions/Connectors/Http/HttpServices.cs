using FunctionsPlatform.Connectors.Http.Authentication;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPlatform.Connectors.Http;

public static class HttpServices
{
    public static IServiceCollection AddHttpDestinations(this IServiceCollection services)
    {
        services.AddApiClients();
        services.AddSingleton<IDestination, HttpDestination>();
        return services;
    }

    /// <summary>What sends requests to addresses that tenants choose, for destinations of several kinds.</summary>
    internal static IServiceCollection AddApiClients(this IServiceCollection services)
    {
        services.AddAddressPolicy();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(ApiTransport.ClientName)
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                // Redirects are followed by the transport, which knows what must not go to another host.
                var handler = OutgoingHttp.Handler(provider.GetRequiredService<AddressPolicy>());
                handler.AllowAutoRedirect = false;
                return handler;
            })
            // Addresses hold keys of rows.
            .RemoveAllLoggers();
        services.TryAddSingleton<ApiTransport>();
        services.TryAddSingleton<AccessTokens>();
        services.TryAddSingleton<Paces>();
        services.TryAddSingleton<ApiClients>();
        return services;
    }
}
