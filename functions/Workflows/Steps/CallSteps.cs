using System.Text;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Mail;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Workflows.Runs;

namespace FunctionsPlatform.Workflows.Steps;

/// <summary>Steps that tell others something.</summary>
public sealed class CallSteps(IHttpClientFactory http, IMailSender mail, TimeProvider clock)
{
    private const int MostBytes = 256 * 1024;
    private const string IdempotencyKey = "Idempotency-Key";

    private readonly ApiTransport _transport = new(http, clock);

    internal async Task<Result<StepOutput>> CallAsync(StepWork.Http work, StepScope scope, CancellationToken cancellationToken)
    {
        var url = await scope.RenderAsync(work.Url, cancellationToken, LiquidEncoding.Url);
        // A whole address that comes from a value is no part of one.
        if (work.Url.TrimStart().StartsWith("{{", StringComparison.Ordinal))
            url = await scope.RenderAsync(work.Url, cancellationToken);
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in work.Headers)
            headers.Add(new(name, (await scope.RenderAsync(value, cancellationToken)).ReplaceLineEndings(" ")));
        if (!headers.Exists(header => header.Key.Equals(IdempotencyKey, StringComparison.OrdinalIgnoreCase)))
            headers.Add(new(IdempotencyKey, scope.EffectKey));
        var body = work.Body is { } template ? await scope.RenderAsync(template, cancellationToken, work.IsJson ? LiquidEncoding.Json : LiquidEncoding.None) : null;
        if (body is not null && work.IsJson && !JsonText.TryParse(body, out _))
            return WorkflowErrors.TemplateFailed("the body that it gives is no JSON; name another Content-Type where it is not to be.");
        return await SendAsync(work.Method, url, headers, body, scope, cancellationToken);
    }

    internal async Task<Result<StepOutput>> PostToSlackAsync(StepWork.Slack work, StepScope scope, CancellationToken cancellationToken)
    {
        var text = await scope.RenderAsync(work.Message, cancellationToken);
        if (work.Table is { } step)
        {
            if (await scope.OutputOfAsync(step, cancellationToken) is not { Columns: not null } rows)
                return WorkflowErrors.RowsMissing(step);
            text += $"\n```\n{RunValues.Table(rows).TrimEnd()}\n```";
        }

        var message = new JsonObject { ["text"] = text };
        if (work.Channel is { } channel)
            message["channel"] = await scope.RenderAsync(channel, cancellationToken);
        return await SendAsync("POST", await scope.RenderAsync(work.Url, cancellationToken), [], message.ToJsonString(), scope, cancellationToken);
    }

    internal async Task<Result<StepOutput>> MailAsync(StepWork.Mail work, StepScope scope, CancellationToken cancellationToken)
    {
        var to = new List<string>();
        foreach (var address in work.To)
            to.Add((await scope.RenderAsync(address, cancellationToken)).Trim());
        if (to.Find(address => !System.Net.Mail.MailAddress.TryCreate(address, out _)) is not null)
            return WorkflowErrors.TemplateFailed("one of the receivers is no address.");
        var message = new MailMessage(scope.EffectId, to, await scope.RenderAsync(work.Subject, cancellationToken), await scope.RenderAsync(work.Body, cancellationToken));
        if (work.Csv is { } step)
        {
            if (!(await scope.RowsOfAsync(step, cancellationToken)).Succeeded(out var frame, out var refusal))
                return refusal;
            message = message with { Attachments = [new MailAttachment($"{step}.csv", "text/csv", Encoding.UTF8.GetBytes(CsvFormat.Write(frame)))] };
        }

        scope.Input["to"] = new JsonArray([.. to.Select(address => (JsonNode)address)]);
        scope.Input["subject"] = message.Subject;
        scope.Input["body"] = message.Body;
        if (scope.Run.Request.IsDry)
            return new StepOutput();
        return await mail.SendAsync(message, cancellationToken) is { } failure ? failure : new StepOutput();
    }

    private async Task<Result<StepOutput>> SendAsync(
        string method, string url, IReadOnlyList<KeyValuePair<string, string>> headers, string? body, StepScope scope, CancellationToken cancellationToken)
    {
        scope.Input["method"] = method;
        scope.Input["url"] = url;
        scope.Input["headers"] = new JsonObject(headers.DistinctBy(header => header.Key).Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value)));
        scope.Input["body"] = body;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return WorkflowErrors.TemplateFailed("the address that it gives is no absolute address of http or https.");
        if (scope.Run.Request.IsDry)
            return new StepOutput();
        var type = headers.FirstOrDefault(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        var request = new ApiRequest(new HttpMethod(method), address, IsRepeatable: false)
        {
            Headers = [.. headers.Where(header => !header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))],
            Body = Encoding.UTF8.GetBytes(body ?? ""),
            ContentType = body is null ? null : type ?? "application/json",
        };
        try
        {
            var answer = await _transport.SendAsync(request, [], Timeout.InfiniteTimeSpan, cancellationToken);
            return answer.IsSuccess
                ? new StepOutput(Values: RunValues.ToElement(new JsonObject { ["status_code"] = answer.Status, ["body"] = Content(answer) }))
                : WorkflowErrors.HttpFailed($"{address.Host} answered {answer.Status}.");
        }
        catch (TransportException failure)
        {
            return WorkflowErrors.HttpFailed(failure.Message);
        }
    }

    private static JsonNode? Content(ApiAnswer answer) =>
        answer.Body.Length > MostBytes ? answer.Text : answer.Json is { } json ? RunValues.ToNode(json) : answer.Text;
}
