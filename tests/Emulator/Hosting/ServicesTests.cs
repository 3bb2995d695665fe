using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Emulator.Tests.Hosting;

public sealed class Scoped : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}

public sealed class Scopes
{
    public List<Scoped> Seen { get; } = [];
}

public sealed class ScopedFunctions(Scoped scoped, Scopes scopes)
{
    [Function("Scoped")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scoped")] HttpRequest request, FunctionContext context)
    {
        scopes.Seen.Add(scoped);
        var ofContext = context.InstanceServices.GetRequiredService<Scoped>();
        var ofRequest = request.HttpContext.RequestServices.GetRequiredService<Scoped>();
        return TypedResults.Text($"{ReferenceEquals(scoped, ofContext)} {ReferenceEquals(scoped, ofRequest)} {scoped.IsDisposed}");
    }
}

public sealed class Warmup : BackgroundService
{
    public bool HasStarted { get; private set; }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        HasStarted = true;
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}

public sealed class WarmFunctions(Warmup warmup, Scopes scopes)
{
    [Function("Warm")]
    public void Run([TimerTrigger("0 0 3 * * *", RunOnStartup = true)] TimerInfo timer)
    {
        Assert.NotNull(timer);
        if (warmup.HasStarted)
            scopes.Seen.Add(new Scoped());
    }
}

public sealed class ServicesTests
{
    private readonly Scopes _scopes = new();

    [Fact]
    public async Task A_run_has_one_scope_that_is_disposed_afterwards()
    {
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddSingleton(_scopes).AddScoped<Scoped>(), [], typeof(ScopedFunctions));

        Assert.Equal("True True False", await app.Client.GetStringAsync("/scoped"));
        Assert.Equal("True True False", await app.Client.GetStringAsync("/scoped"));

        Assert.NotSame(_scopes.Seen[0], _scopes.Seen[1]);
        await Eventually.TrueAsync(() => _scopes.Seen.TrueForAll(scoped => scoped.IsDisposed));
    }

    [Fact]
    public async Task Background_services_start_before_functions_run()
    {
        await using var app = await TestApp.StartAsync(
            builder => builder.Services
                .AddSingleton(_scopes)
                .AddSingleton<Warmup>()
                .AddHostedService(services => services.GetRequiredService<Warmup>()),
            [],
            typeof(WarmFunctions));

        await Eventually.TrueAsync(() => _scopes.Seen.Count == 1);
    }

    [Fact]
    public async Task There_is_no_http_context_accessor_by_default()
    {
        await using var app = await TestApp.StartAsync(typeof(Http.RoutedFunctions));

        Assert.Null(app.Services.GetService<IHttpContextAccessor>());
    }

    [Fact]
    public async Task Several_apps_run_in_one_process()
    {
        await using var first = await TestApp.StartAsync(typeof(Http.RoutedFunctions));
        await using var second = await TestApp.StartAsync(typeof(Http.RoutedFunctions));

        Assert.NotEqual(first.Client.BaseAddress, second.Client.BaseAddress);
        Assert.Equal("health GET", await second.Client.GetStringAsync("/v1/health"));
    }
}
