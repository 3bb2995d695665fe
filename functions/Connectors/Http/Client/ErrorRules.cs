using FunctionsPlatform.Connectors.Http.Json;

namespace FunctionsPlatform.Connectors.Http.Client;

/// <summary>What an answer means for the request.</summary>
internal enum Verdict
{
    Fine,

    /// <summary>The request was understood and not carried out.</summary>
    Refused,

    /// <summary>Not carried out now; later it may be.</summary>
    Later,

    /// <summary>The server failed, and may have carried it out.</summary>
    Failed,

    /// <summary>The credential is not, or no longer, good.</summary>
    Unauthenticated,

    /// <summary>The credential may not do this.</summary>
    Forbidden,
}

/// <summary>Statuses and error codes of one meaning.</summary>
internal sealed record ErrorSet(IReadOnlySet<int> Statuses, IReadOnlySet<string> Codes)
{
    public static ErrorSet None { get; } = OfStatuses();

    public static ErrorSet OfStatuses(params int[] statuses) => new(statuses.ToHashSet(), new HashSet<string>());

    public bool Has(int status, string? code) => Statuses.Contains(status) || (code is not null && Codes.Contains(code));
}

/// <summary>How an API tells what went wrong.</summary>
internal sealed record ErrorRules
{
    private static readonly JsonPointer[] UsualCodes = [.. Pointers("/error/code", "/error/type", "/code", "/errorCode", "/error_code", "/errors/0/code", "/error")];
    private static readonly JsonPointer[] UsualMessages =
        [.. Pointers("/error/message", "/error_description", "/message", "/detail", "/errors/0/message", "/errors/0/detail", "/errors/0", "/error", "/title", "/msg")];

    /// <summary>Where an error code may be; the first that is there counts.</summary>
    public IReadOnlyList<JsonPointer> Codes { get; init; } = UsualCodes;

    public IReadOnlyList<JsonPointer> Messages { get; init; } = UsualMessages;

    /// <summary>A flag that must be true even where the status says success.</summary>
    public JsonPointer? Ok { get; init; }

    public ErrorSet Later { get; init; } = ErrorSet.None;

    /// <summary>The server failed, and may have carried the request out.</summary>
    public ErrorSet Failed { get; init; } = ErrorSet.None;

    public ErrorSet AccessDenied { get; init; } = ErrorSet.None;

    /// <summary>What the row is about is not there.</summary>
    public ErrorSet NotFound { get; init; } = ErrorSet.None;

    /// <summary>What the row would add is there already.</summary>
    public ErrorSet Exists { get; init; } = ErrorSet.None;

    public Verdict Judge(ApiAnswer answer)
    {
        var isOk = Ok is null || answer.Json is not { } json || Ok.FindText(json) != "false";
        if (answer.IsSuccess && isOk)
            return Verdict.Fine;
        var code = CodeOf(answer);
        if (Later.Has(answer.Status, code) || answer.Status is 408 or 425 or 429 or 503)
            return Verdict.Later;
        if (Failed.Has(answer.Status, code) || answer.Status >= 500)
            return Verdict.Failed;
        if (answer.Status == 401)
            return Verdict.Unauthenticated;
        return AccessDenied.Has(answer.Status, code) ? Verdict.Forbidden : Verdict.Refused;
    }

    public string? CodeOf(ApiAnswer answer) => answer.Json is { } json ? First(Codes, json) : null;

    /// <summary>The server's own code and words for a refusal; the status where it has none.</summary>
    public (string Code, string Message) Describe(ApiAnswer answer)
    {
        var message = answer.Json is { } json ? First(Messages, json) : null;
        if (message is null && answer.Json is null && !answer.Text.TrimStart().StartsWith('<'))
            message = answer.Text.Trim();
        return (ErrorCodes.Snake(CodeOf(answer), answer.Status), string.IsNullOrEmpty(message) ? $"The server answered {answer.Status}." : message);
    }

    private static string? First(IReadOnlyList<JsonPointer> pointers, System.Text.Json.JsonElement json) =>
        pointers.Select(pointer => pointer.FindText(json)).FirstOrDefault(text => text is not null);

    private static IEnumerable<JsonPointer> Pointers(params string[] pointers) => pointers.Select(JsonPointer.Parse);
}
