using System.Text;
using System.Text.Json;
using FunctionsPlatform.Api.Middleware;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>One step of a test.</summary>
/// <param name="Name">A word for programs: <c>tables</c>.</param>
/// <param name="Message">What is being done, for people.</param>
/// <param name="RunAsync">Does it, and tells what came of it.</param>
internal sealed record TestStep(string Name, string Message, Func<CancellationToken, Task<Result<string>>> RunAsync)
{
    public static TestStep Connect(string message, Func<CancellationToken, Task<Result<string>>> runAsync) => new("connect", message, runAsync);

    /// <summary>What came of connecting, where it did.</summary>
    public static string Answered(string? version, TimeSpan latency) => $"{version} answered in {latency.TotalMilliseconds:0} ms.";
}

/// <summary>
/// Answers a test as server-sent events while it runs: <c>step</c> where a step begins or ends, <c>progress</c> for each second of waiting, one <c>result</c> at the end.
/// Only a request that cannot be tested at all is refused with a status of its own.
/// </summary>
public sealed partial class TestStreams(TimeProvider clock, ILogger<TestStreams> logger)
{
    /// <summary>How a test answers, for the documentation.</summary>
    internal const string Details =
        "Answers with server-sent events: `step` and `progress` while it goes on, at the end one `result` with `{success, message}`.";

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <param name="steps">In their order; the first that fails is the last.</param>
    /// <param name="success">What to say when none does.</param>
    internal async Task<IActionResult> RunAsync(HttpRequest request, IReadOnlyList<TestStep> steps, string success, CancellationToken cancellationToken)
    {
        Open(request.HttpContext);
        foreach (var step in steps)
        {
            await SendAsync(request, "step", new StepEvent(step.Name, "running", step.Message), cancellationToken);
            var outcome = await WatchAsync(request, step, cancellationToken);
            var succeeded = outcome.Succeeded(out var message, out var failure);
            await SendAsync(request, "step", new StepEvent(step.Name, succeeded ? "completed" : "failed", message ?? Text(failure!)), cancellationToken);
            if (!succeeded)
                return await EndAsync(request, new ResultEvent(false, Text(failure!)), cancellationToken);
        }

        return await EndAsync(request, new ResultEvent(true, success), cancellationToken);
    }

    /// <summary>Runs a step, and lets the caller see that it still does.</summary>
    private async Task<Result<string>> WatchAsync(HttpRequest request, TestStep step, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var running = TryAsync(request, step, cancellationToken);
        while (await Task.WhenAny(running, Task.Delay(Beat, clock, cancellationToken)) != running)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await SendAsync(request, "progress", new ProgressEvent(step.Name, Math.Round(clock.GetElapsedTime(started).TotalSeconds)), cancellationToken);
        }

        return await running;
    }

    /// <summary>The answer is under way: a surprise can only become its end.</summary>
    private async Task<Result<string>> TryAsync(HttpRequest request, TestStep step, CancellationToken cancellationToken)
    {
        try
        {
            return await step.RunAsync(cancellationToken);
        }
        catch (Exception surprise) when (surprise is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var id = request.Call().RequestId;
            Log.Failed(logger, surprise, step.Name, id);
            return ErrorMiddleware.Surprise(id);
        }
    }

    private static void Open(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        // Asks proxies in between not to collect the events.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private static async Task<IActionResult> EndAsync(HttpRequest request, ResultEvent result, CancellationToken cancellationToken)
    {
        await SendAsync(request, "result", result, cancellationToken);
        return new EmptyResult();
    }

    private static async Task SendAsync<T>(HttpRequest request, string name, T data, CancellationToken cancellationToken)
    {
        var response = request.HttpContext.Response;
        var frame = $"event: {name}\ndata: {JsonSerializer.Serialize(data, request.Call().Dialect.Json)}\n\n";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(frame), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private static string Text(ApiError error) => error.InOneLine();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The step {Step} of a test failed. Request: {RequestId}")]
        public static partial void Failed(ILogger logger, Exception exception, string step, string requestId);
    }

    private sealed record StepEvent(string Step, string Status, string Message);

    private sealed record ProgressEvent(string Step, double ElapsedSeconds);

    private sealed record ResultEvent(bool Success, string Message);
}
