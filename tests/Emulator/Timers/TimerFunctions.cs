using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Tests.Timers;

/// <summary>What the timers were given, by function name.</summary>
public sealed class Fired
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<TimerInfo>> _timers = new();

    public void Add(FunctionContext context, TimerInfo timer) => Of(context.FunctionDefinition.Name).Enqueue(timer);

    public ConcurrentQueue<TimerInfo> Of(string function) => _timers.GetOrAdd(function, _ => new());
}

public sealed class TimerFunctions(Fired fired)
{
    [Function("EveryMinute")]
    public void EveryMinute([TimerTrigger("0 */1 * * * *")] TimerInfo timer, FunctionContext context) => fired.Add(context, timer);

    [Function("EveryTenSeconds")]
    public void EveryTenSeconds([TimerTrigger("*/10 * * * * *")] TimerInfo timer, FunctionContext context) => fired.Add(context, timer);

    [Function("Unmonitored")]
    public void Unmonitored(
        [TimerTrigger("0 */1 * * * *", UseMonitor = false)] TimerInfo timer, FunctionContext context) =>
        fired.Add(context, timer);

    [Function("OnStartup")]
    public void OnStartup(
        [TimerTrigger("0 0 3 * * *", RunOnStartup = true)] TimerInfo timer, FunctionContext context) =>
        fired.Add(context, timer);

    [Function("FromSetting")]
    public void FromSetting([TimerTrigger("%Schedule%")] TimerInfo timer, FunctionContext context) => fired.Add(context, timer);

    [Function("Unreadable")]
    public void Unreadable([TimerTrigger("every now and then")] TimerInfo timer, FunctionContext context) => fired.Add(context, timer);

    [Function("Failing")]
    public void Failing([TimerTrigger("0 */1 * * * *")] TimerInfo timer, FunctionContext context)
    {
        fired.Add(context, timer);
        throw new InvalidOperationException("on purpose");
    }
}
