using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Predictions;

public static class PredictionServices
{
    /// <summary>Adds <see cref="Predictions"/>. Needs storage, secrets, the connectors' HTTP, datasets and webhooks.</summary>
    public static IServiceCollection AddPredictions(this IServiceCollection services)
    {
        services.AddOptions<PredictionOptions>().BindConfiguration(PredictionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PredictionStore>();
        services.AddSingleton<PredictionFiles>();
        services.AddSingleton<DatasetReader>();
        services.AddSingleton<TrainingRows>();
        services.AddSingleton<PredictionEvents>();
        services.AddSingleton<Trainings>();
        services.AddSingleton<LoadedModels>();
        services.AddSingleton<DriftStore>();
        services.AddSingleton<DriftCounters>();
        services.AddHostedService(provider => provider.GetRequiredService<DriftCounters>());
        services.AddSingleton<EndpointCaller>();
        services.AddSingleton<ModelServing>();
        services.AddSingleton<BatchPredictions>();
        services.AddSingleton<Predictions>();
        return services;
    }
}
