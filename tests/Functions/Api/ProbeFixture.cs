using Fixtures;
using FunctionsPlatform.Api.Declarations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPlatform.Tests.Api;

/// <summary>The platform with <see cref="ProbeEndpoints"/> in the place of its own functions, for tests of what stands before every function.</summary>
public sealed class ProbeFixture : IAsyncLifetime
{
    private PlatformApp? _app;

    public PlatformApp App => _app!;

    public HttpClient Client => App.Client;

    public static Task<PlatformApp> StartAsync(IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? configure = null) =>
        PlatformApp.StartAsync(
            settings,
            services =>
            {
                services.Replace(ServiceDescriptor.Singleton(ApiEndpoints.Of(typeof(ProbeEndpoints).Assembly)));
                services.AddSingleton<ProbeCount>();
                configure?.Invoke(services);
            },
            typeof(ProbeEndpoints).Assembly.GetName().Name!);

    public async Task InitializeAsync() => _app = await StartAsync();

    public Task DisposeAsync() => App.DisposeAsync().AsTask();
}
