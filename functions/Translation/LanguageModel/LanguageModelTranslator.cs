using System.ClientModel;
using System.Globalization;
using Azure.Identity;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Translation.LanguageModel;

/// <summary>
/// Asks a language model. It is told the relevant part of the schema, never rows, and no stored value unless the request allows samples;
/// what it answers goes through <see cref="SqlGuard"/>.
/// </summary>
public sealed partial class LanguageModelTranslator(
    IChatClient model,
    IOptions<LanguageModelOptions> options,
    TimeProvider clock,
    ILogger<LanguageModelTranslator> logger) : ITranslator
{
    private static readonly ChatOptions Chat = new() { Temperature = 0, ResponseFormat = ChatResponseFormat.Json };

    public string Name => "language_model";

    public async Task<Result<TranslatedQuestion>> TranslateAsync(TranslationRequest request, CancellationToken cancellationToken)
    {
        if (!(await AskAsync(Prompt.Write(request, options.Value), cancellationToken)).Succeeded(out var text, out var failure))
            return failure;
        return ModelAnswer.Parse(text) switch
        {
            { CannotAnswer: { Length: > 0 } missing } => LanguageModelErrors.CannotAnswer(ModelAnswer.Printable(missing)),
            { Sql: { } sql } answer when !string.IsNullOrWhiteSpace(sql) => SqlGuard.Check(sql, request.Dialect).Succeeded(out var statement, out var refusal)
                ? answer.ToTranslation(statement.Text)
                : refusal,
            _ => LanguageModelErrors.Unusable,
        };
    }

    private async Task<Result<string>> AskAsync(List<ChatMessage> messages, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return (await model.GetResponseAsync(messages, Chat, either.Token)).Text;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return LanguageModelErrors.TimedOut;
        }
        catch (ClientResultException exception) when (exception.Status == 429)
        {
            return LanguageModelErrors.Busy(RetryAfter(exception));
        }
        catch (Exception exception) when (exception is ClientResultException or HttpRequestException or AuthenticationFailedException or AggregateException or IOException)
        {
            Log.Failed(logger, exception.GetType().Name, (exception as ClientResultException)?.Status ?? 0);
            return LanguageModelErrors.Unavailable;
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            Log.Failed(logger, exception.GetType().Name, 0);
            return LanguageModelErrors.Unusable;
        }
    }

    private static TimeSpan? RetryAfter(ClientResultException exception) =>
        exception.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) == true
        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The language model failed with {Exception}, status {Status}.")]
        public static partial void Failed(ILogger logger, string exception, int status);
    }
}
