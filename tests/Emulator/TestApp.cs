using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Emulator.Tests;

/// <summary>An app on the emulator, on a free port, with only the functions of the given classes.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _dataDirectory;

    private TestApp(IHost host, string dataDirectory)
    {
        _host = host;
        _dataDirectory = dataDirectory;
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = host.Services.GetRequiredService<EmulatorAddress>().Uri,
        };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _host.Services;

    public static Task<TestApp> StartAsync(params Type[] functions) => StartAsync(_ => { }, [], functions);

    public static async Task<TestApp> StartAsync(Action<FunctionsApplicationBuilder> configure, string[] settings, params Type[] functions)
    {
        var dataDirectory = Directory.CreateTempSubdirectory("emulator-tests-").FullName;
        var builder = FunctionsApplication.CreateBuilder([
            "--Emulator:FunctionsAssembly=Emulator.Tests",
            "--Emulator:Port=0",
            "--Emulator:AzuriteEnabled=false",
            $"--Emulator:DataDirectory={dataDirectory}",
            "--AzureFunctionsJobHost:extensions:http:routePrefix=",
            .. OtherFunctions(functions).Select(name => $"--AzureWebJobs.{name}.Disabled=true"),
            .. settings,
        ]);
        builder.ConfigureFunctionsWebApplication();
        configure(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new TestApp(host, dataDirectory);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Directory.Delete(_dataDirectory, recursive: true);
    }

    private static IEnumerable<string> OtherFunctions(Type[] functions) => typeof(TestApp).Assembly.GetTypes()
        .Where(type => !functions.Contains(type))
        .SelectMany(type => type.GetMethods())
        .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name)
        .OfType<string>();
}
