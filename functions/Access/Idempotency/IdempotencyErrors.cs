using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

internal static class IdempotencyErrors
{
    public static ApiError KeyInvalid { get; } = new(
        ErrorKind.Malformed, "idempotency_key_invalid", "The Idempotency-Key header has 1 to 255 visible ASCII characters.");

    public static ApiError KeyReused { get; } = new(
        ErrorKind.Invalid, "idempotency_key_reused", "This Idempotency-Key was used with another request; make a new key for a new request.");

    public static ApiError InProgress { get; } = new(
        ErrorKind.Conflict, "request_in_progress", "A request of this Idempotency-Key is still running; try again shortly.",
        RetryAfter: TimeSpan.FromSeconds(2));
}
