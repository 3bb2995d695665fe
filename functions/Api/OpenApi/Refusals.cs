using System.Reflection;
using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>The refusals an operation can answer with: those it declares, and those that follow from what it declares.</summary>
internal static class Refusals
{
    /// <summary>Kinds of refusals by the status that the dialect gives them.</summary>
    public static IEnumerable<(string Status, ErrorKind[] Kinds)> Of(ApiEndpoint endpoint, ApiDialect dialect) =>
        Kinds(endpoint).Distinct()
            .GroupBy(kind => dialect.StatusOf(Sample(kind)))
            .Select(status => ($"{status.Key}", status.ToArray()));

    public static JsonObject Describe(ErrorKind[] kinds, ApiDialect dialect, SchemaWriter schemas)
    {
        var types = kinds.Select(kind => dialect.ErrorType(Sample(kind))).Distinct().Select(type => schemas.Schema(type, dialect.Json)).ToArray();
        var response = new JsonObject { ["description"] = string.Join(" ", kinds.Select(Sentence)) };
        if (kinds.Contains(ErrorKind.RateLimited))
            response["headers"] = new JsonObject
            {
                ["Retry-After"] = new JsonObject
                {
                    ["description"] = "Seconds to wait before trying again.",
                    ["schema"] = new JsonObject { ["type"] = "integer" },
                },
            };
        var schema = types is [var single] ? single : new JsonObject { ["anyOf"] = new JsonArray(types) };
        response["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } };
        return response;
    }

    private static IEnumerable<ErrorKind> Kinds(ApiEndpoint endpoint)
    {
        yield return ErrorKind.Malformed;
        if (!endpoint.IsAnonymous)
            yield return ErrorKind.Unauthenticated;
        if (endpoint.Permission is not null)
            yield return ErrorKind.Forbidden;
        if (endpoint.Declaration.IsDefined(typeof(AcceptsAttribute)))
        {
            yield return ErrorKind.TooLarge;
            yield return ErrorKind.UnsupportedMediaType;
            yield return ErrorKind.Invalid;
        }

        if (endpoint.IsIdempotent)
            yield return ErrorKind.Conflict;
        if (!endpoint.IsAnonymous || endpoint.IsLimitedByAddress)
            yield return ErrorKind.RateLimited;
        foreach (var kind in endpoint.Declaration.GetCustomAttribute<FailsAttribute>()?.Kinds ?? [])
            yield return kind;
        yield return ErrorKind.Internal;
    }

    // A request's own failures name their fields, and some dialects answer those differently.
    private static ApiError Sample(ErrorKind kind) => new(kind, "", "", kind == ErrorKind.Invalid ? [new FieldError("", "")] : null);

    private static string Sentence(ErrorKind kind) => kind switch
    {
        ErrorKind.Malformed => "The request cannot be read.",
        ErrorKind.UnsupportedMediaType => "The body is not JSON in UTF-8.",
        ErrorKind.TooLarge => "The body is too large.",
        ErrorKind.Unauthenticated => "The credential is missing, unknown or expired.",
        ErrorKind.Forbidden => "The credential lacks the permission.",
        ErrorKind.NotFound => "There is no such thing in this workspace.",
        ErrorKind.MethodNotAllowed => "The path does not answer this verb.",
        ErrorKind.Conflict => "Something of that name exists already, or the idempotency key was used for another request.",
        ErrorKind.Invalid => "A value of the request breaks a rule.",
        ErrorKind.NotAllowedInState => "The resource is in a state that does not allow this.",
        ErrorKind.PreconditionFailed => "The resource has another ETag than the If-Match sent.",
        ErrorKind.RateLimited => "Too many requests.",
        ErrorKind.QueryFailed => "The database refused or failed the statement.",
        ErrorKind.ConnectionFailed => "The database could not be reached.",
        _ => "Something went wrong on our side.",
    };
}
