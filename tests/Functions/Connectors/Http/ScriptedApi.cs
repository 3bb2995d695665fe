using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Tests.Connectors.Http;

/// <summary>A server on a free local port that answers what the test says, and remembers what it was asked.</summary>
public sealed class ScriptedApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedApi(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public ConcurrentQueue<ApiCall> Calls { get; } = new();

    /// <summary>What is answered where no fault is due.</summary>
    public Func<ApiCall, ApiReply> Answer { get; set; } = _ => ApiReply.Json("{}");

    /// <summary>For the next requests, before or in place of the answer; a null reply lets the answer through.</summary>
    public ConcurrentQueue<Func<ApiCall, ApiReply?>> Faults { get; } = new();

    public static async Task<ScriptedApi> StartAsync(Func<ApiCall, ApiReply>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new ScriptedApi(builder.Build());
        api.Answer = answer ?? api.Answer;
        api._app.Run(api.AnswerAsync);
        await api._app.StartAsync();
        return api;
    }

    public static string NobodyListens()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var call = new ApiCall(
            context.Request.Method,
            context.Request.Path.Value!,
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        Calls.Enqueue(call);
        var reply = (Faults.TryDequeue(out var fault) ? fault(call) : null) ?? Answer(call);
        if (reply.Delay > TimeSpan.Zero)
            await Task.Delay(reply.Delay, context.RequestAborted);
        if (reply.IsLost)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
            context.Response.Headers[name] = value;
        await context.Response.WriteAsync(reply.Body);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

public sealed record ApiCall(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public Dictionary<string, string> Form => QueryHelpers.ParseQuery(Body).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    public Dictionary<string, string> Parameters => QueryHelpers.ParseQuery(Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

public sealed record ApiReply(int Status, string Body = "", string ContentType = "application/json")
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public TimeSpan Delay { get; init; }

    /// <summary>The connection is closed in place of an answer.</summary>
    public bool IsLost { get; init; }

    public static ApiReply Lost { get; } = new(0) { IsLost = true };

    public static ApiReply Json(string json, int status = 200) => new(status, json);

    public static ApiReply Of(JsonNode json, int status = 200) => new(status, json.ToJsonString());

    public static ApiReply TooMany(int seconds) => new(429, """{"message":"slow down"}""") { Headers = [("Retry-After", $"{seconds}")] };

    public static ApiReply Redirect(string to, int status) => new(status) { Headers = [("Location", to)] };
}
