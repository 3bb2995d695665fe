using FunctionsPlatform.Api.AiForDatabase;
using FunctionsPlatform.Api.AiSquared;
using FunctionsPlatform.Api.DataForge;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Api.Middleware;
using FunctionsPlatform.Api.OpenApi;
using FunctionsPlatform.Api.Shared;
using FunctionsPlatform.Api.SignalSmith;
using FunctionsPlatform.Platform;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace FunctionsPlatform.Api;

public static class ApiServices
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Ids>();
        services.TryAddSingleton(ApiEndpoints.Of(typeof(ApiServices).Assembly));
        services.AddSingleton<DialectResolver>();
        services.AddSingleton<ResourceIds>();
        services.AddSingleton<AiForDatabase.QueryEndpoints>();
        services.AddSingleton<ConnectionEndpoints>();
        services.AddSingleton<TeamEndpoints>();
        services.AddSingleton<DashboardRequests>();
        services.AddSingleton<DashboardWriter>();
        services.AddSingleton<DashboardQueries>();
        services.AddSingleton<DashboardEndpoints>();
        services.AddSingleton<DashboardPageEndpoints>();
        services.AddSingleton<DashboardShareEndpoints>();
        services.AddSingleton<DashboardReportEndpoints>();
        services.AddSingleton<DashboardSnapshotEndpoints>();
        services.AddSingleton<WorkflowReader>();
        services.AddSingleton<WorkflowWriter>();
        services.AddSingleton<WorkflowEndpoints>();
        services.AddSingleton<WorkflowRunEndpoints>();
        services.AddSingleton<DatasetRequests>();
        services.AddSingleton<DatasetUploads>();
        services.AddSingleton<DatasetAnswers>();
        services.AddSingleton<ExportAnswers>();
        services.AddSingleton<OpenApiContent>();
        services.AddSingleton<SourceRequests>();
        services.AddSingleton<TestStreams>();
        services.AddSingleton<SmithSyncRequests>();
        services.AddSingleton<SmithSyncs>();
        services.AddSingleton<SmithRuns>();
        services.AddSingleton<SmithTeams>();
        services.AddSingleton<SmithOrganizations>();
        services.AddSingleton<SmithWorkspaceEndpoints>();
        services.AddSingleton<SmithOrganizationMemberEndpoints>();
        services.AddAiSquared();
        services.AddDataForge();
        return services;
    }

    /// <summary>The path of a request, outermost first. Functions that no request starts go by it.</summary>
    public static FunctionsApplicationBuilder UseApi(this FunctionsApplicationBuilder builder) => builder
        .UseForRequests<RequestIdMiddleware>()
        .UseForRequests<ErrorMiddleware>()
        .UseForRequests<DialectMiddleware>()
        .UseForRequests<AuthenticationMiddleware>()
        .UseForRequests<PermissionMiddleware>()
        .UseForRequests<RateLimitMiddleware>()
        .UseForRequests<IdempotencyMiddleware>()
        .UseForRequests<AuditMiddleware>();

    private static FunctionsApplicationBuilder UseForRequests<T>(this FunctionsApplicationBuilder builder)
        where T : class, IFunctionsWorkerMiddleware
    {
        builder.UseWhen<T>(context => context.GetHttpContext() is not null);
        return builder;
    }
}
