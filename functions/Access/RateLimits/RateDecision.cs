namespace FunctionsPlatform.Access;

/// <summary>Whether one more request is allowed, and what to tell the caller of the limit.</summary>
/// <param name="Limit">Requests that the tightest window allows.</param>
/// <param name="Remaining">Requests left in it. Other instances may hold some of them.</param>
/// <param name="ResetAt">When that window ends.</param>
/// <param name="RetryAfter">How long to wait when the request is refused; otherwise zero.</param>
public sealed record RateDecision(bool IsAllowed, int Limit, int Remaining, DateTimeOffset ResetAt, TimeSpan RetryAfter);
