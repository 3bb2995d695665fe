using FunctionsPlatform.Translation.Embedded;
using FunctionsPlatform.Translation.LanguageModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Translation;

public static class TranslationServices
{
    /// <summary>The translators that this deployment has. A language model is one of them where section <c>LanguageModel</c> names its provider.</summary>
    public static IServiceCollection AddTranslation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TranslationOptions>().Bind(configuration.GetSection(TranslationOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITranslator, EmbeddedTranslator>(
            provider => new EmbeddedTranslator(provider.GetRequiredService<IOptions<TranslationOptions>>().Value.MinConfidence)));
        var section = configuration.GetSection(LanguageModelOptions.Section);
        return section["Provider"] is { Length: > 0 } ? services.AddLanguageModel(section) : services;
    }

    private static IServiceCollection AddLanguageModel(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<LanguageModelOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => ChatClients.Create(provider.GetRequiredService<IOptions<LanguageModelOptions>>().Value));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITranslator, LanguageModelTranslator>());
        return services;
    }
}
