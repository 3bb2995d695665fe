using Azure.Data.Tables;

namespace FunctionsPlatform.Access;

/// <summary>What to do with a request that carries an idempotency key.</summary>
public abstract record IdempotencyDecision
{
    private IdempotencyDecision()
    {
    }

    /// <summary>Nobody has run it: run it, then call <see cref="Idempotency.CompleteAsync"/> or <see cref="Idempotency.AbandonAsync"/>.</summary>
    public sealed record Started(IdempotencyClaim Claim) : IdempotencyDecision;

    /// <summary>It has run: answer this again.</summary>
    public sealed record Replay(StoredResponse Response) : IdempotencyDecision;
}

/// <summary>The right to run a request, until it is completed, abandoned or too old.</summary>
public sealed class IdempotencyClaim
{
    internal IdempotencyClaim(TableEntity row) => Row = row;

    /// <summary>The row as it was written. Its ETag is the claim: whoever takes it over writes the row and so voids this.</summary>
    internal TableEntity Row { get; }
}

/// <param name="Headers">Those headers that belong to the answer itself, such as Content-Type and Location.</param>
public sealed record StoredResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public override string ToString() => $"StoredResponse {{ Status = {Status} }}";
}
