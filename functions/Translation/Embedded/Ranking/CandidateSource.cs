using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Network;
using FunctionsPlatform.Translation.Embedded.Parsing;
using FunctionsPlatform.Translation.Embedded.Plans;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Ranking;

/// <summary>The candidates of a question: the network's likeliest plans, and what the rules read.</summary>
internal static class CandidateSource
{
    /// <summary>Less than any plan that a search finds.</summary>
    private const double NoPlan = -40;

    /// <param name="ruled">Null where the rules refused.</param>
    /// <param name="confidence">The rules' own.</param>
    /// <returns>The candidates and their features; none where neither the rules nor the network has one.</returns>
    public static IReadOnlyList<(Candidate Candidate, double[] Features)> Of(
        ParserNetwork network, SchemaIndex index, QuestionView view, ReadQuery? ruled, double? confidence, IReadOnlySet<string> said, CancellationToken stop)
    {
        using var encoding = network.Encode(view.Input);
        var reader = new PlanReader(view.Scope, index.Joins, said);
        var meaning = new PlanMeaning(view.Scope, index.Joins);
        var ruledMeaning = view.RuledPlan is null ? null : meaning.Of(view.RuledPlan);
        var candidates = new Dictionary<string, Candidate>();
        foreach (var plan in new PlanSearch(network, new PlanGrammar(view.Scope)).Find(encoding, stop))
        {
            var text = meaning.Of(plan.Symbols);
            if (candidates.TryGetValue(text, out var same))
            {
                candidates[text] = same with { LogProbability = same.LogProbability + Math.Log(1 + Math.Exp(plan.LogProbability - same.LogProbability)) };
            }
            else if ((text == ruledMeaning ? ruled : reader.Read(plan.Symbols)) is { } query)
            {
                candidates.Add(text, new Candidate(query, plan.Symbols, plan.LogProbability, text == ruledMeaning));
            }
        }

        if (ruled is not null && !candidates.ContainsKey(ruledMeaning ?? ""))
        {
            var probability = view.RuledPlan is null || view.RuledPlan.Count > network.Shape.MaxTarget ? NoPlan : Math.Max(NoPlan, network.Score(encoding, view.RuledPlan));
            candidates.Add(ruledMeaning ?? "", new Candidate(ruled, view.RuledPlan, probability, IsRuled: true));
        }

        var found = candidates.Values.ToList();
        return found.Count == 0 ? [] : [.. found.Zip(new CandidateFeatures(view, encoding.ItemLogits, confidence).Of(found))];
    }
}
