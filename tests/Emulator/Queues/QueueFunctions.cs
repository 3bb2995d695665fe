using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Tests.Queues;

public sealed record OrderPlaced(string Sku, int Quantity);

/// <summary>What the functions saw, in order.</summary>
public sealed class Received : ConcurrentQueue<string>;

public sealed class QueueFunctions(Received received)
{
    public const int FailingTries = 2;

    [Function("ReadOrder")]
    public void ReadOrder([QueueTrigger("orders", Connection = "DataStorage")] OrderPlaced order, string id, int dequeueCount) =>
        received.Enqueue($"{order.Sku} {order.Quantity} {dequeueCount} {id.Length > 0}");

    [Function("ReadText")]
    public void ReadText([QueueTrigger("%TextQueue%", Connection = "DataStorage")] string text, FunctionContext context) =>
        received.Enqueue($"{text} {context.BindingContext.BindingData["DequeueCount"]}");

    [Function("AlwaysFail")]
    public void AlwaysFail([QueueTrigger("doomed", Connection = "DataStorage")] string text, FunctionContext context)
    {
        received.Enqueue($"{text} {context.BindingContext.BindingData["DequeueCount"]}");
        throw new InvalidOperationException("on purpose");
    }

    [Function("FailOnce")]
    public void FailOnce([QueueTrigger("flaky", Connection = "DataStorage")] string text, int dequeueCount)
    {
        received.Enqueue($"{text} {dequeueCount}");
        if (dequeueCount == 1)
            throw new InvalidOperationException("on purpose");
    }

    [Function("ShortName")]
    public void ShortName([QueueTrigger("ab", Connection = "DataStorage")] string text) => received.Enqueue(text);
}
