using FunctionsPlatform.Access;
using FunctionsPlatform.Api;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Dashboards;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Demo;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Knowledge;
using FunctionsPlatform.Models;
using FunctionsPlatform.Monitors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Mail;
using FunctionsPlatform.Platform.Secrets;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Predictions;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Translation;
using FunctionsPlatform.Webhooks;
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
            .AddMail()
            .AddAccess(builder.Configuration)
            .AddWebhooks()
            .AddConnectors()
            .AddTranslation(builder.Configuration)
            .AddConnections()
            .AddKnowledge()
            .AddQuestions()
            .AddModels()
            .AddDestinations()
            .AddSyncs()
            .AddDatasets()
            .AddPredictions()
            .AddMonitors()
            .AddDashboards()
            .AddDemo(builder.Configuration)
            .AddApi();
        return builder.AddTelemetry().UseApi();
    }
}
