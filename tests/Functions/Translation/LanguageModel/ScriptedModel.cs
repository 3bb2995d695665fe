using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPlatform.Tests.Translation.LanguageModel;

/// <summary>A server on a free local port that speaks chat completions and answers what the test says.</summary>
public sealed class ScriptedModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RequestDelegate> _answers = new();

    private ScriptedModel(WebApplication app) => _app = app;

    public Uri Endpoint => new($"{_app.Urls.Single()}/v1");

    /// <summary>The bodies that arrived.</summary>
    public ConcurrentQueue<JsonNode> Requests { get; } = new();

    public static async Task<ScriptedModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var model = new ScriptedModel(builder.Build());
        model._app.MapPost("{**path}", model.AnswerAsync);
        await model._app.StartAsync();
        return model;
    }

    /// <summary>Everything that the model was told in its latest request.</summary>
    public string LatestPrompt => string.Join('\n', Requests.Last()["messages"]!.AsArray().Select(message => message!["content"]!.ToJsonString(Readable)));

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ScriptedModel Says(string content) => Answers(context => context.Response.WriteAsJsonAsync(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1,
        model = "scripted",
        choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content } } },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    }));

    public ScriptedModel Answers(RequestDelegate answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue((await JsonNode.ParseAsync(context.Request.Body))!);
        if (!_answers.TryDequeue(out var answer))
            throw new InvalidOperationException("The script has no further answer.");
        await answer(context);
    }

    public static Uri NobodyListens()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}/v1");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
