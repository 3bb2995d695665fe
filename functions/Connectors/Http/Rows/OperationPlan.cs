using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Liquid;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>How one operation is done on a stream: one request for all rows, or a look-up and then one for those found and one for those missing.</summary>
/// <param name="MaxRows">Rows of one request.</param>
/// <param name="IsRepeatable">Whether a batch written twice leaves the destination as one written once does.</param>
internal sealed record OperationPlan(int MaxRows, bool IsRepeatable)
{
    public RequestPlan? Request { get; init; }

    public LookupPlan? Lookup { get; init; }

    /// <summary>For rows that the look-up found; null where those are left as they are.</summary>
    public RequestPlan? Found { get; init; }

    /// <summary>For rows that it did not find; null where those are rejected, or fine when they were to be deleted.</summary>
    public RequestPlan? Missing { get; init; }

    /// <summary>A request that is refused did nothing, so that its good rows can be sent again without the bad ones.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>The only keys that rows can be matched by; null for all of the stream.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Keys { get; init; }

    /// <summary>Keys of the stream that rows cannot be matched by here.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ExceptKeys { get; init; } = [];

    public bool Takes(IReadOnlyList<string> key)
    {
        var fields = key.ToHashSet(StringComparer.Ordinal);
        return Keys?.Any(fields.SetEquals) != false && !ExceptKeys.Any(fields.SetEquals) && (Lookup is null || fields.Count == 1);
    }
}

/// <summary>A request as it is made from rows.</summary>
/// <param name="Path">After the base address; values in it are percent-encoded.</param>
/// <param name="IsRepeatable">Whether the request may be sent again when it is not known whether it was carried out.</param>
internal sealed record RequestPlan(HttpMethod Method, LiquidTemplate Path, bool IsRepeatable)
{
    public IReadOnlyList<KeyValuePair<string, LiquidTemplate>> Headers { get; init; } = [];

    public BodyPlan? Body { get; init; }

    /// <summary>Where the answer tells of single rows.</summary>
    public IReadOnlyList<ResultReader> Results { get; init; } = [];

    /// <summary>What the request only starts.</summary>
    public JobPlan? Job { get; init; }
}

/// <summary>A job that goes on after its request was answered.</summary>
/// <param name="Poll">Asks for its state; the answer to the request that started it is <c>response</c> in its templates.</param>
internal sealed record JobPlan(RequestPlan Poll, JsonPointer State, IReadOnlySet<string> Done, IReadOnlySet<string> Failed, TimeSpan Every, TimeSpan Timeout)
{
    /// <summary>Asks for what went wrong, where the state does not hold it.</summary>
    public RequestPlan? Errors { get; init; }

    /// <summary>How many rows failed, for when not all of those are told of.</summary>
    public JsonPointer? FailedCount { get; init; }

    public JsonPointer? Message { get; init; }
}

/// <summary>Asks which rows are there already.</summary>
/// <param name="Items">The array of them.</param>
/// <param name="Key">The key's value, within an item.</param>
/// <param name="Found">What the item is named by afterwards, within it; null for its position.</param>
/// <param name="FirstPosition">The position of the first item.</param>
internal sealed record LookupPlan(RequestPlan Request, JsonPointer Items, JsonPointer Key, JsonPointer? Found, int FirstPosition);
