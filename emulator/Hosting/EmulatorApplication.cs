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

/// <summary>Puts the emulated host together: settings and logging first, then, once the app has registered its services, functions and server.</summary>
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
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<DevelopmentStorage>();
        return builder;
    }

    public static IHost Build(WebApplicationBuilder builder, FunctionPipelineBuilder pipeline, bool servesHttp)
    {
        var settings = EmulatorSettings.Read(builder.Configuration);
        var host = HostSettings.Read(AppContext.BaseDirectory, builder.Configuration);
        builder.Services.AddSingleton(settings);
        var functions = FunctionCatalog.Load(settings.LoadFunctionsAssembly(), builder.Configuration);
        if (functions.Http.Count > 0 && !servesHttp)
            throw new InvalidOperationException("The app has HTTP functions: call builder.ConfigureFunctionsWebApplication() before Build().");

        builder.Services.AddSingleton(host);
        builder.Services.AddSingleton(functions);
        builder.Services.AddSingleton(pipeline.Build());
        builder.Services.AddSingleton<FunctionRunner>();
        if (functions.UseDurable)
            builder.Services.AddSingleton<IDurableFunctions, DurableFunctions>().AddDurableEngine(host.DurableTask.ToEngineOptions(settings.DataDirectory));
        builder.Services.AddHostedService<QueueListeners>();
        builder.Services.AddHostedService<TimerListeners>();
        builder.Services.AddSingleton<HttpDispatcher>();
        builder.Services.AddSingleton<EmulatorAddress>();
        builder.Services.AddHostedService<StartMessage>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, settings.Port));

        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<HttpDispatcher>().DispatchAsync);
        return app;
    }
}
