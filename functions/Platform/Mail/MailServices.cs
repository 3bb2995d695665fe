using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Platform.Mail;

public static class MailServices
{
    private const string DevelopmentDirectory = ".local/mail";

    /// <summary>Adds what sends messages: Azure's service where its address is set, else files where that is, or on a machine with development storage.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section);
        // Without loggers: they would write where a message goes.
        services.AddHttpClient(AzureMail.ClientName).RemoveAllLoggers();
        return services.AddSingleton(provider => Sender(provider, provider.GetRequiredService<IOptions<MailOptions>>()));
    }

    private static IMailSender Sender(IServiceProvider provider, IOptions<MailOptions> options)
    {
        if (options.Value.Endpoint is not null)
            return new AzureMail(provider.GetRequiredService<IHttpClientFactory>(), AzureIdentity.Of(options.Value.ClientId), options);
        var directory = options.Value.Directory ?? (provider.GetRequiredService<PlatformStorage>().IsDevelopment ? DevelopmentDirectory : null);
        return directory is null
            ? new NoMail()
            : new FileMail(directory, options.Value.Sender, provider.GetRequiredService<Ids>(), provider.GetRequiredService<TimeProvider>());
    }

    /// <summary>For deployments that were given no way to send.</summary>
    private sealed class NoMail : IMailSender
    {
        public Task<ApiError?> SendAsync(MailMessage message, CancellationToken cancellationToken) => Task.FromResult<ApiError?>(MailErrors.NotConfigured);
    }
}
