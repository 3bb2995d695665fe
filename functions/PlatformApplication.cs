using FunctionsPlatform.Access;
using FunctionsPlatform.Api;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Demo;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Translation;
using Microsoft.Azure.Functions.Worker.Builder;

namespace FunctionsPlatform;

/// <summary>The whole app, for its own entry point and for tests that start it in their process.</summary>
public static class PlatformApplication
{
    public static FunctionsApplicationBuilder AddPlatform(this FunctionsApplicationBuilder builder)
    {
        builder.Services
            .AddPlatformStorage()
            .AddPlatformSecrets()
            .AddOutgoingHttp()
            .AddAccess(builder.Configuration)
            .AddConnectors()
            .AddTranslation(builder.Configuration)
            .AddConnections()
            .AddQuestions()
            .AddDemo(builder.Configuration)
            .AddApi();
        return builder.AddTelemetry().UseApi();
    }
}
