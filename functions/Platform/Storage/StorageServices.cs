using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPlatform.Platform.Storage;

public static class StorageServices
{
    public static IServiceCollection AddPlatformStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Ids>();
        services.AddSingleton(provider => StorageConnection.Open(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<Aliases>();
        services.AddSingleton<UniqueNames>();
        return services;
    }
}
