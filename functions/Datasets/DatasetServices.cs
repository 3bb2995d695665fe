using FunctionsPlatform.Datasets.Exports;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Datasets.Scheduled;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Datasets;

public static class DatasetServices
{
    /// <summary>Adds <see cref="Datasets"/>, <see cref="DatasetQueries"/> and what runs in the background for them. Needs storage, connections, translation and webhooks.</summary>
    public static IServiceCollection AddDatasets(this IServiceCollection services)
    {
        services.AddOptions<DatasetOptions>().BindConfiguration(DatasetOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DatasetStore>();
        services.AddSingleton<DatasetFiles>();
        services.AddSingleton<DatasetQueue>();
        services.AddSingleton<DatasetEvents>();
        services.AddSingleton<DatasetImports>();
        services.AddSingleton<Datasets>();
        services.AddSingleton<DatasetSchedules>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<DatasetQueries>();
        services.AddSingleton<DatasetQuestions>();
        services.AddSingleton<ExportStore>();
        services.AddSingleton<QueryExports>();
        services.AddSingleton<ScheduledQueryStore>();
        services.AddSingleton<ScheduledQueries>();
        return services;
    }
}
