using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Access;

internal static class AccessErrors
{
    public static ApiError TokenMissing { get; } = Unauthenticated(
        "token_missing", "The request has no Authorization header; send 'Authorization: Bearer <key or token>'.");

    public static ApiError TokenMalformed { get; } = Unauthenticated(
        "token_malformed", "The Authorization header is not 'Bearer' and one key or token.");

    public static ApiError TokenInvalid { get; } = Unauthenticated(
        "token_invalid", "The token is not one that this platform accepts; get a new one.");

    public static ApiError TokenExpired { get; } = Unauthenticated("token_expired", "The token has expired; get a new one.");

    public static ApiError TokenRevoked { get; } = Unauthenticated("token_revoked", "The token was signed out; get a new one.");

    public static ApiError TokenUnverifiable { get; } = Unauthenticated(
        "token_unverifiable", "The keys of the token's issuer cannot be reached now; try again shortly.");

    public static ApiError KeyUnknown { get; } = Unauthenticated("key_unknown", "There is no such API key.");

    public static ApiError KeyNotFound { get; } = new(ErrorKind.NotFound, "key_not_found", "There is no such API key in this workspace.");

    public static ApiError KeyRevoked { get; } = Unauthenticated("key_revoked", "The API key was revoked; use another.");

    public static ApiError KeyExpired { get; } = Unauthenticated("key_expired", "The API key has expired; use another.");

    public static ApiError ClientInvalid { get; } = Unauthenticated(
        "client_credentials_invalid", "The client id or the client secret is wrong.");

    public static ApiError CredentialsInvalid { get; } = Unauthenticated("credentials_invalid", "The e-mail address or the password is wrong.");

    public static ApiError WorkspaceForbidden { get; } = new(
        ErrorKind.Forbidden, "workspace_forbidden", "The credential does not open this workspace.");

    public static ApiError WorkspaceNotFound { get; } = new(ErrorKind.NotFound, "workspace_not_found", "There is no such workspace.");

    public static ApiError PermissionMissing(string permission) => new(
        ErrorKind.Forbidden, "permission_missing", $"This credential lacks the permission '{permission}'.");

    public static ApiError ScopeNotHeld(string scope) => new(
        ErrorKind.Forbidden, "scope_not_held", $"This credential lacks '{scope}' itself and cannot give it to another.");

    public static ApiError RoleUnknown { get; } = Invalid("role", $"The role is one of {string.Join(", ", Roles.Names)}.");

    public static ApiError PlanUnknown { get; } = Invalid("plan", "There is no plan of this name.");

    public static ApiError SignInLocked(TimeSpan retryAfter) => new(
        ErrorKind.RateLimited,
        "sign_in_locked",
        "Too many wrong passwords for this e-mail address; wait before trying again.",
        RetryAfter: retryAfter);

    public static ApiError SignInBusy { get; } = new(
        ErrorKind.RateLimited, "sign_in_busy", "Too many people are signing in at this moment; try again.", RetryAfter: TimeSpan.FromSeconds(5));

    public static ApiError Invalid(string path, string message) => new(
        ErrorKind.Invalid, "request_invalid", message, [new FieldError(path, message)]);

    private static ApiError Unauthenticated(string code, string message) => new(ErrorKind.Unauthenticated, code, message);
}
