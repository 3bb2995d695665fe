using Emulator.Hosting;
using Emulator.Hosting.Settings;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Emulator.Queues;

/// <summary>Listens for all queue functions. One that cannot be set up is reported and left out; the others run.</summary>
internal sealed partial class QueueListeners(
    FunctionCatalog functions,
    FunctionRunner runner,
    HostSettings host,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<QueueListeners> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(functions.Queue.Select(function => ListenAsync(function, stoppingToken)));

    private Task ListenAsync(HostedFunction function, CancellationToken stopping)
    {
        try
        {
            var connection = QueueConnection.Open((QueueTriggerAttribute)function.Trigger.Attribute, configuration);
            var handler = new QueueMessageHandler(function, runner, connection, host.Queues, logger);
            return new QueueListener(connection, handler, host.Queues, clock, logger).RunAsync(stopping);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            Log.NotListening(logger, function.Name, exception.Message);
            return Task.CompletedTask;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} gets no messages: {Problem}")]
        public static partial void NotListening(ILogger logger, string function, string problem);
    }
}
