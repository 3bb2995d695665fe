using FunctionsPlatform.Knowledge.Import;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Knowledge;

public static class KnowledgeServices
{
    /// <summary>Adds <see cref="Definitions{T}"/> and <see cref="WorkspaceKnowledge"/>. Needs storage and connections.</summary>
    public static IServiceCollection AddKnowledge(this IServiceCollection services)
    {
        services.AddSingleton(DefinitionRules.Metrics);
        services.AddSingleton(DefinitionRules.Names);
        services.AddSingleton<DefinitionStore>();
        services.AddSingleton<WorkspaceKnowledge>();
        services.AddSingleton(typeof(Definitions<>));
        services.AddSingleton<KnowledgeImport>();
        return services;
    }
}
