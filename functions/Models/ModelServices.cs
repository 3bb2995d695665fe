using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Models;

public static class ModelServices
{
    /// <summary>Adds <see cref="Models"/>. Needs storage and connections.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddSingleton<ModelStore>();
        services.AddSingleton<Models>();
        return services;
    }
}
