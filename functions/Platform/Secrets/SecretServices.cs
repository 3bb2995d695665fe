using Azure.Security.KeyVault.Secrets;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Platform.Secrets;

public static class SecretServices
{
    private const string DevelopmentKeyFile = ".local/secrets.key";

    /// <summary>Adds <see cref="SecretProtector"/> and <see cref="SecretStore"/>. Needs the platform's storage.</summary>
    public static IServiceCollection AddPlatformSecrets(this IServiceCollection services)
    {
        services.AddOptions<SecretsOptions>().BindConfiguration(SecretsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => Keys(
            provider.GetRequiredService<IOptions<SecretsOptions>>().Value,
            provider.GetRequiredService<PlatformStorage>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DataKeys>();
        services.AddSingleton<SecretProtector>();
        services.AddSingleton<SecretStore>();
        return services;
    }

    private static IKeyEncryptionKeys Keys(SecretsOptions options, PlatformStorage storage, TimeProvider clock)
    {
        if (options.KeyVaultUri is { } vault)
            return new KeyVaultKeys(new SecretClient(vault, AzureIdentity.Of(options.ClientId)), options.KeyName, clock);
        var path = options.KeyFile ?? (storage.IsDevelopment ? DevelopmentKeyFile : null);
        return path is not null
            ? new KeyFile(path, clock)
            : throw new InvalidOperationException("Set Secrets__KeyVaultUri, or Secrets__KeyFile to a file that outlives this machine.");
    }
}
