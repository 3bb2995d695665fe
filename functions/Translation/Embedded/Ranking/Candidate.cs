using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Ranking;

/// <summary>A query that a question may ask for.</summary>
/// <param name="Plan">Null where no plan says the query.</param>
/// <param name="LogProbability">The network's; of no plan, less than of any.</param>
/// <param name="IsRuled">The rules read the question so.</param>
internal sealed record Candidate(ReadQuery Query, IReadOnlyList<int>? Plan, double LogProbability, bool IsRuled);
