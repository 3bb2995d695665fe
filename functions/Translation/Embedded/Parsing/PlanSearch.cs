using FunctionsPlatform.Translation.Embedded.Network;
using FunctionsPlatform.Translation.Embedded.Plans;

namespace FunctionsPlatform.Translation.Embedded.Parsing;

/// <summary>A plan that the network wrote.</summary>
/// <param name="LogProbability">Of all its symbols together.</param>
internal sealed record FoundPlan(IReadOnlyList<int> Symbols, double LogProbability);

/// <summary>The likeliest plans that the grammar allows: a beam search.</summary>
internal sealed class PlanSearch(ParserNetwork network, PlanGrammar grammar)
{
    private const int Width = 5;
    private const int LongestPlan = 80;

    /// <summary>Best first.</summary>
    public IReadOnlyList<FoundPlan> Find(EncodedInput encoding, CancellationToken stop)
    {
        using var beams = network.Start(encoding);
        var open = new List<Beam> { new(PlanGrammar.Start, [], 0) };
        var done = new List<FoundPlan>();
        var allowed = new bool[grammar.Symbols];
        var moves = new List<(int Parent, int Symbol, double Score)>();
        for (var length = 0; length < Math.Min(LongestPlan, network.Shape.MaxTarget - 1) && open.Count > 0; length++)
        {
            stop.ThrowIfCancellationRequested();
            moves.Clear();
            for (var parent = 0; parent < open.Count; parent++)
            {
                grammar.Allow(open[parent].State, allowed);
                var scores = beams.LogProbabilities(parent);
                for (var symbol = 0; symbol < allowed.Length; symbol++)
                {
                    if (allowed[symbol])
                    {
                        moves.Add((parent, symbol, open[parent].Score + scores[symbol]));
                    }
                }
            }

            moves.Sort(static (left, right) => right.Score.CompareTo(left.Score));
            var next = new List<Beam>();
            var steps = new List<(int Parent, int Symbol)>();
            foreach (var (parent, symbol, score) in moves.Take(Width))
            {
                if (done.Count >= Width && score <= done[^1].LogProbability)
                {
                    break;
                }

                int[] symbols = [.. open[parent].Symbols, symbol];
                if (symbol == (int)PlanSymbol.End)
                {
                    done.Add(new FoundPlan(symbols, score));
                    done.Sort(static (left, right) => right.LogProbability.CompareTo(left.LogProbability));
                    continue;
                }

                next.Add(new Beam(grammar.Next(open[parent].State, symbol), symbols, score));
                steps.Add((parent, symbol));
            }

            open = next;
            if (open.Count == 0 || (done.Count > 0 && done.Count >= Width && open[0].Score <= done[Width - 1].LogProbability))
            {
                break;
            }

            beams.Advance(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(steps));
        }

        return [.. done.Take(Width)];
    }

    private sealed record Beam(PlanState State, int[] Symbols, double Score);
}
