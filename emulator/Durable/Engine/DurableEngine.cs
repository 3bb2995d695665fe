using Emulator.Durable.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Emulator.Durable.Engine;

/// <summary>The workers that take instances and activities further, from the moment the host starts until it stops.</summary>
internal sealed partial class DurableEngine(
    DurableStore store,
    WorkQueues queues,
    OrchestrationRunner orchestrations,
    ActivityRunner activities,
    DurableEngineOptions options,
    ILogger<DurableEngine> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _working = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (messages, work) = await store.WriteAsync(
            transaction => (Messages: transaction.PendingMessages(), Work: transaction.PendingActivities()),
            pending => queues.Open(pending.Messages, pending.Work));
        Log.Started(logger, messages.Count, work.Count);
        _working = WorkAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _working.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private Task WorkAsync() => Task.WhenAll(
        Enumerable.Repeat(RunOrchestrationsAsync, options.MaxConcurrentOrchestrators)
            .Concat(Enumerable.Repeat(RunActivitiesAsync, options.MaxConcurrentActivities))
            .Select(worker => Task.Run(() => UntilStoppedAsync(worker))));

    /// <summary>A worker fails only when the store does. Then all stop, since none could record what it does.</summary>
    private async Task UntilStoppedAsync(Func<Task> worker)
    {
        try
        {
            await worker();
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            Log.Stopped(logger, e);
            await _stopping.CancelAsync();
        }
    }

    private async Task RunOrchestrationsAsync()
    {
        await foreach (var mailbox in queues.Ready.ReadAllAsync(_stopping.Token))
        {
            await orchestrations.RunAsync(mailbox);
            queues.Release(mailbox);
        }
    }

    private async Task RunActivitiesAsync()
    {
        await foreach (var work in queues.Activities.ReadAllAsync(_stopping.Token))
            await activities.RunAsync(work, _stopping.Token);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Durable engine started with {Messages} messages and {Activities} activities pending")]
        public static partial void Started(ILogger logger, int messages, int activities);

        [LoggerMessage(LogLevel.Critical, "Durable engine stopped: no orchestration goes on until the host restarts")]
        public static partial void Stopped(ILogger logger, Exception exception);
    }
}
