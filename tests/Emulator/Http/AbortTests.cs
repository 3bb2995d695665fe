using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Emulator.Tests.Http;

/// <summary>Whether a function has started, and whether all its tokens were cancelled.</summary>
public sealed class LongRun
{
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<bool> Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

public sealed class LongFunctions(LongRun run)
{
    [Function("Long")]
    public async Task Long(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "long")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        run.Started.SetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            var all = context.CancellationToken == cancellationToken && cancellationToken.IsCancellationRequested;
            run.Cancelled.SetResult(all && request.HttpContext.RequestAborted.IsCancellationRequested);
        }
    }
}

public sealed class AbortTests
{
    [Fact]
    public async Task A_client_that_leaves_cancels_every_token_of_the_run()
    {
        var run = new LongRun();
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddSingleton(run), [], typeof(LongFunctions));
        using var leaving = new CancellationTokenSource();

        var request = app.Client.GetAsync("/long", leaving.Token);
        await run.Started.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await leaving.CancelAsync();

        Assert.True(await run.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }
}
