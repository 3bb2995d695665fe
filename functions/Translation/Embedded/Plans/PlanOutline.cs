using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Plans;

/// <summary>What a plan is made of.</summary>
internal sealed class PlanOutline
{
    private readonly int[] _counts = new int[(int)PlanSymbol.Count];

    public PlanOutline(PlanScope scope, IReadOnlyList<int> plan)
    {
        Length = plan.Count;
        var shown = new List<int>();
        Branches.Add(shown);
        var (isShown, depth) = (true, 0);
        foreach (var symbol in plan)
        {
            if (symbol >= (int)PlanSymbol.Count)
            {
                Used.Add(symbol - (int)PlanSymbol.Count);
                if ((scope.Table(symbol) ?? scope.Column(symbol)?.Table) is { } table)
                {
                    Tables.Add(table);
                }

                if (isShown && depth == 0)
                {
                    shown.Add(symbol);
                }

                continue;
            }

            _counts[symbol]++;
            switch ((PlanSymbol)symbol)
            {
                case PlanSymbol.Open:
                    depth++;
                    break;
                case PlanSymbol.Close:
                    depth--;
                    break;
                case PlanSymbol.From or PlanSymbol.Where or PlanSymbol.Group or PlanSymbol.Having or PlanSymbol.Order or PlanSymbol.Limit when depth == 0:
                    isShown = false;
                    break;
                case PlanSymbol.Union or PlanSymbol.Intersect or PlanSymbol.Except:
                    isShown = true;
                    shown = [];
                    Branches.Add(shown);
                    break;
                default:
                    break;
            }
        }
    }

    public int Length { get; }

    /// <summary>Positions pointed at.</summary>
    public HashSet<int> Used { get; } = [];

    public HashSet<IndexedTable> Tables { get; } = [];

    /// <summary>What each branch of a set operation shows.</summary>
    public List<List<int>> Branches { get; } = [];

    public int Count(PlanSymbol symbol) => _counts[(int)symbol];

    public int Count(PlanSymbol from, PlanSymbol to) => Enumerable.Range((int)from, to - from + 1).Sum(symbol => _counts[symbol]);

    public bool Has(PlanSymbol symbol) => _counts[(int)symbol] > 0;
}
