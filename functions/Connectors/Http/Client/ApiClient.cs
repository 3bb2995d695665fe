using System.Security.Cryptography;
using FunctionsPlatform.Connectors.Http.Authentication;

namespace FunctionsPlatform.Connectors.Http.Client;

/// <summary>It is not known whether a request that must not be sent twice was carried out.</summary>
internal sealed class OutcomeUnknownException(string message, Exception? inner = null) : Exception(message, inner);

internal sealed record JudgedAnswer(Verdict Verdict, ApiAnswer Answer);

/// <param name="Timeout">For one request and its answer.</param>
/// <param name="Attempts">How often a request is sent at most.</param>
/// <param name="LongestWait">A server that asks to wait longer is left alone; the caller comes back later.</param>
internal sealed record ApiLimits(TimeSpan Timeout, int Attempts, TimeSpan LongestWait)
{
    public static ApiLimits Default { get; } = new(TimeSpan.FromSeconds(30), 5, TimeSpan.FromMinutes(1));

    /// <summary>How long nothing is sent after a 429 that asks for no time.</summary>
    public TimeSpan? Pause { get; init; }
}

/// <summary>Sends requests of one destination: with its credentials, at its pace, again when that is safe and may help.</summary>
internal sealed class ApiClient(
    ApiTransport transport, ApiAuthentication authentication, ErrorRules errors, Pace pace, Redactor redactor, ApiLimits limits, TimeProvider clock)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestOwnWait = TimeSpan.FromSeconds(30);

    public ErrorRules Errors => errors;

    public string Clean(string message) => redactor.Clean(message, authentication.IssuedSecrets);

    /// <summary>An answer that is <see cref="Verdict.Fine"/> or <see cref="Verdict.Refused"/>.</summary>
    /// <exception cref="ConnectorException">The request was not carried out, or it does no harm to send it again.</exception>
    /// <exception cref="OutcomeUnknownException">Only for a request that is not repeatable.</exception>
    public async Task<JudgedAnswer> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var isRenewed = false;
        for (var attempt = 1; ; attempt++)
        {
            var isLast = attempt >= limits.Attempts;
            var (answer, lost) = await TrySendAsync(request, cancellationToken);
            if (answer is null)
            {
                GiveUpOn(request, lost!, isLast);
                await WaitAsync(attempt, asked: null, cancellationToken);
                continue;
            }
            var verdict = errors.Judge(answer);
            switch (verdict)
            {
                case Verdict.Fine or Verdict.Refused:
                    return new JudgedAnswer(verdict, answer);
                case Verdict.Unauthenticated when !isRenewed && authentication.TryRenew():
                    (isRenewed, attempt) = (true, attempt - 1);
                    continue;
                case Verdict.Unauthenticated or Verdict.Forbidden:
                    throw new ConnectorException(ConnectorFailure.AccessDenied, Words(answer));
                case Verdict.Failed when !request.IsRepeatable:
                    throw new OutcomeUnknownException(Words(answer));
                case Verdict.Later or Verdict.Failed when isLast || answer.RetryAfter > limits.LongestWait:
                    throw new ConnectorException(ConnectorFailure.Unreachable, Words(answer));
                default:
                    await WaitAsync(attempt, answer.RetryAfter ?? (answer.Status == 429 ? limits.Pause : null), cancellationToken);
                    continue;
            }
        }
    }

    private async Task<(ApiAnswer? Answer, TransportException? Lost)> TrySendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var credentials = await authentication.HeadersAsync(cancellationToken);
        using var place = await pace.EnterAsync(cancellationToken);
        try
        {
            return (await transport.SendAsync(request, credentials, limits.Timeout, cancellationToken), null);
        }
        catch (TransportException e)
        {
            return (null, e);
        }
    }

    private static void GiveUpOn(ApiRequest request, TransportException lost, bool isLast)
    {
        if (lost.WasSent && !request.IsRepeatable)
            throw new OutcomeUnknownException(lost.Message, lost);
        if (lost.IsLasting)
            throw new ConnectorException(ConnectorFailure.StatementFailed, lost.Message, lost);
        if (isLast)
            throw new ConnectorException(lost.WasSent ? ConnectorFailure.ConnectionLost : ConnectorFailure.Unreachable, lost.Message, lost);
    }

    /// <summary>As long as the server asks, which holds for all its requests; else longer each time, and never for all at the same moment.</summary>
    private async Task WaitAsync(int attempt, TimeSpan? asked, CancellationToken cancellationToken)
    {
        if (asked is { } pause)
        {
            pace.Pause(pause);
            return;
        }
        var wait = FirstWait * Math.Pow(2, attempt - 1);
        wait = (wait < LongestOwnWait ? wait : LongestOwnWait) * (RandomNumberGenerator.GetInt32(75, 125) / 100.0);
        await Task.Delay(wait, clock, cancellationToken);
    }

    private string Words(ApiAnswer answer)
    {
        var (_, message) = errors.Describe(answer);
        return Clean(answer.RetryAfter > limits.LongestWait ? $"{message} (asks to wait {answer.RetryAfter.Value.TotalSeconds:0} seconds)" : message);
    }
}
