using System.Net;
using System.Reflection;
using Emulator.Azurite;
using Emulator.Durable;
using Emulator.Hosting.Settings;
using Emulator.Http;
using Emulator.Queues;
using Emulator.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Emulator.Hosting;

/// <summary>Puts the host together: settings and logging first; functions and server once the app has registered its services.</summary>
internal static class EmulatorApplication
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var settings = new ConfigurationBuilder().AddFunctionSettings(AppContext.BaseDirectory, args).Build();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = Assembly.GetEntryAssembly()?.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = settings["AZURE_FUNCTIONS_ENVIRONMENT"] ?? Environments.Development,
        });
        builder.Configuration.AddFunctionSettings(AppContext.BaseDirectory, args);
        DevelopmentStorage.Redirect(builder.Configuration);
        builder.Logging.AddHostLogging(builder.Configuration);
        builder.Services.AddHostedService<DevelopmentStorage>();
        return builder;
    }

    public static IHost Build(WebApplicationBuilder builder, FunctionPipeline pipeline, bool servesHttp)
    {
        var settings = EmulatorSettings.Read(builder.Configuration);
        var host = HostSettings.Read(AppContext.BaseDirectory, builder.Configuration);
        var functions = FunctionCatalog.Load(settings.LoadFunctionsAssembly(), builder.Configuration);
        if (functions.Http.Count > 0 && !servesHttp)
            throw new InvalidOperationException("The app has HTTP functions: call ConfigureFunctionsWebApplication() on the builder.");

        builder.Services.AddSingleton(settings).AddSingleton(host).AddSingleton(functions).AddSingleton(pipeline);
        AddTriggers(builder.Services);
        if (functions.UseDurable)
            AddDurable(builder.Services, host.DurableTask.ToEngineOptions(settings.DataDirectory));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, settings.Port));

        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<HttpDispatcher>().DispatchAsync);
        return app;
    }

    private static void AddTriggers(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FunctionRunner>();
        services.AddSingleton<HttpDispatcher>();
        services.AddSingleton<EmulatorAddress>();
        services.AddHostedService<QueueListeners>();
        services.AddHostedService<TimerListeners>();
        services.AddHostedService<StartMessage>();
    }

    private static void AddDurable(IServiceCollection services, DurableEngineOptions options)
    {
        services.AddSingleton<IDurableFunctions, DurableFunctions>();
        services.AddDurableEngine(options);
    }
}
