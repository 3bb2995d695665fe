using FunctionsPlatform.Webhooks;
using FunctionsPlatform.Workflows.Definitions;
using FunctionsPlatform.Workflows.Runs;
using FunctionsPlatform.Workflows.Steps;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Workflows;

public static class WorkflowServices
{
    /// <summary>Adds <see cref="Workflows"/> and what runs them. Needs mail and every slice whose work steps do.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.AddOptions<WorkflowOptions>().BindConfiguration(WorkflowOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<WorkflowFiles>();
        services.AddSingleton<WorkflowStore>();
        services.AddSingleton<WorkflowSecrets>();
        services.AddSingleton<WorkflowSchedules>();
        services.AddSingleton<WorkflowListener>();
        services.AddSingleton<IEventListener>(provider => provider.GetRequiredService<WorkflowListener>());
        services.AddSingleton<ReferenceRules>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<WorkflowRuns>();
        services.AddSingleton<WorkflowRunEnds>();
        services.AddSingleton<StepEngine>();
        services.AddSingleton<DataSteps>();
        services.AddSingleton<CallSteps>();
        services.AddSingleton<WriteSteps>();
        services.AddSingleton<JobSteps>();
        services.AddSingleton<WorkflowHooks>();
        services.AddSingleton<Workflows>();
        return services;
    }
}
