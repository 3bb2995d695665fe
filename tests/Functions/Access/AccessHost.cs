using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Mail;
using FunctionsPlatform.Platform.Secrets;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Access;

/// <summary>One instance of storage, secrets and access over a real Azurite, with a clock that tests move.</summary>
internal sealed class AccessHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IReadOnlyDictionary<string, string?> _settings;

    private AccessHost(IReadOnlyDictionary<string, string?> settings, FakeTimeProvider clock)
    {
        (_settings, Clock) = (settings, clock);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Production })
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
            .AddPlatformStorage()
            .AddPlatformSecrets()
            .AddMail()
            .AddAccess(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public FakeTimeProvider Clock { get; }

    public CapturedLog Logs { get; } = new();

    public static async Task<AccessHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["DataStorage"] = await SharedAzurite.ConnectionStringAsync(),
            ["DataStorage:Prefix"] = SharedAzurite.NewPrefix(),
            ["Secrets:KeyFile"] = Path.Combine(Directory.CreateTempSubdirectory("access-").FullName, "secrets.key"),
            ["Access:CredentialCache"] = "00:00:00",
            ["RateLimits:StorageTimeout"] = "00:01:00", // a busy machine must not look like storage that is down
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return new AccessHost(all, new FakeTimeProvider(new DateTimeOffset(2030, 5, 17, 12, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>Another instance of the same deployment: same storage, same clock, a memory of its own.</summary>
    public AccessHost Another(params (string Name, string Value)[] settings)
    {
        var all = _settings.ToDictionary();
        foreach (var (name, value) in settings)
            all[name] = value;
        return new AccessHost(all, Clock);
    }

    /// <summary>Another instance whose clock lags behind this one's.</summary>
    public AccessHost Behind(TimeSpan lag) => new(_settings, new FakeTimeProvider(Clock.GetUtcNow() - lag));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<WorkspaceId> NewWorkspaceAsync(string plan = Plans.Default)
    {
        var created = await Get<Workspaces>().CreateAsync(new NewWorkspace("Test", Plan: plan), default);
        return created.Value.Id;
    }

    public Task<Result<Principal>> AuthenticateAsync(string credential) => Get<Authenticator>().AuthenticateAsync($"Bearer {credential}", default);

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
