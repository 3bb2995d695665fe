using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace FunctionsPlatform.Platform;

/// <summary>
/// Sends traces, metrics and logs by OpenTelemetry to where the settings say: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>,
/// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, both or neither.
/// </summary>
public static class Telemetry
{
    public static TBuilder AddTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var collector = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"];
        var insights = builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"];
        if (string.IsNullOrEmpty(collector) && string.IsNullOrEmpty(insights))
            return builder;

        builder.Logging.AddOpenTelemetry();
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation());
        if (!string.IsNullOrEmpty(collector))
            telemetry.UseOtlpExporter();
        if (!string.IsNullOrEmpty(insights))
            telemetry.AddApplicationInsights(insights, ReadIdentity(builder.Configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]));
        return builder;
    }

    private static void AddApplicationInsights(this IOpenTelemetryBuilder telemetry, string connectionString, ManagedIdentityCredential? identity)
    {
        telemetry.WithTracing(tracing => tracing.AddAzureMonitorTraceExporter(Configure));
        telemetry.WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(Configure));
        telemetry.WithLogging(logging => logging.AddAzureMonitorLogExporter(Configure));

        void Configure(AzureMonitorExporterOptions options)
        {
            options.ConnectionString = connectionString;
            options.Credential = identity;
        }
    }

    /// <summary>Reads <c>ClientId=...;Authorization=AAD</c>, the form in which Functions apps are told to use an identity.</summary>
    private static ManagedIdentityCredential? ReadIdentity(string? text)
    {
        var parts = (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!parts.Contains("Authorization=AAD", StringComparer.OrdinalIgnoreCase))
            return null;
        const string clientId = "ClientId=";
        var client = parts.FirstOrDefault(part => part.StartsWith(clientId, StringComparison.OrdinalIgnoreCase));
        return new ManagedIdentityCredential(
            client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client[clientId.Length..]));
    }
}
