namespace FunctionsPlatform.Platform;

/// <summary>What kind of refusal an error is. Each API dialect maps a kind to its own status, code and shape.</summary>
public enum ErrorKind
{
    /// <summary>The request cannot be read: bad JSON, a bad parameter.</summary>
    Malformed,
    UnsupportedMediaType,
    TooLarge,
    Unauthenticated,
    Forbidden,
    NotFound,
    MethodNotAllowed,

    /// <summary>Something of that name or key exists already.</summary>
    Conflict,

    /// <summary>The request was read and breaks a rule.</summary>
    Invalid,

    /// <summary>The resource is in a state that does not allow this.</summary>
    NotAllowedInState,

    /// <summary>The resource is no longer as the caller has read it.</summary>
    PreconditionFailed,
    RateLimited,

    /// <summary>The customer's database refused or failed a statement.</summary>
    QueryFailed,

    /// <summary>The customer's database could not be reached or would not let us in.</summary>
    ConnectionFailed,

    /// <summary>Something of ours went wrong. Says nothing of what.</summary>
    Internal,
}

/// <summary>One thing wrong with a request. <paramref name="Path"/> is a JSON path (<c>$.widgets[0].type</c>) or a parameter's name.</summary>
public sealed record FieldError(string Path, string Message);

/// <summary>A refusal, told to the caller in the dialect of the API that was called.</summary>
/// <param name="Kind">Decides the status.</param>
/// <param name="Code">Stable, snake_case, noun_problem: <c>connection_not_found</c>.</param>
/// <param name="Message">What was wrong, where, and what to do. Never a secret, never a row.</param>
/// <param name="Fields">The single failures, for <see cref="ErrorKind.Invalid"/> and <see cref="ErrorKind.Malformed"/>.</param>
/// <param name="RetryAfter">When to try again, for <see cref="ErrorKind.RateLimited"/>.</param>
/// <param name="Clarify">What may have been meant, likeliest first, where the request can be read in several ways.</param>
public sealed record ApiError(
    ErrorKind Kind,
    string Code,
    string Message,
    IReadOnlyList<FieldError>? Fields = null,
    TimeSpan? RetryAfter = null,
    IReadOnlyList<string>? Clarify = null)
{
    /// <summary>The error with its paths as the caller's request has them.</summary>
    /// <param name="places">Paths as a slice names them, each with the one that stands for it and all below it.</param>
    public ApiError At(params (string From, string To)[] places) => Fields is { } fields ? this with { Fields = [.. fields.Select(field => Moved(field, places))] } : this;

    private static FieldError Moved(FieldError field, (string From, string To)[] places)
    {
        foreach (var (from, to) in places)
        {
            if (field.Path == from || (field.Path.StartsWith(from, StringComparison.Ordinal) && field.Path[from.Length] is '.' or '['))
                return field with { Path = to + field.Path[from.Length..] };
        }

        return field;
    }
}
