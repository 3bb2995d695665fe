using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Questions;

public static class QuestionServices
{
    /// <summary>Adds <see cref="Questions"/>. Needs storage, webhooks, connections and the translators.</summary>
    public static IServiceCollection AddQuestions(this IServiceCollection services)
    {
        services.AddOptions<QuestionOptions>().BindConfiguration(QuestionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<QuestionStore>();
        services.AddSingleton<VerifiedQuestions>();
        services.AddSingleton<RunningQuestions>();
        services.AddSingleton<QuestionPipeline>();
        services.AddSingleton<QuestionEnds>();
        services.AddSingleton<Questions>();
        return services;
    }
}
