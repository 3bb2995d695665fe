using FunctionsPlatform.Connectors.Http;
using FunctionsPlatform.Connectors.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Connectors.BlobFiles;

public static class BlobFileServices
{
    public static IServiceCollection AddBlobFileDestination(this IServiceCollection services)
    {
        services.AddApiClients();
        services.AddOptions<BlobFilesOptions>().BindConfiguration(BlobFilesOptions.Section);
        services.AddSingleton<BlobClients>();
        services.AddSingleton<IDestination, BlobFileDestination>();
        return services;
    }
}
