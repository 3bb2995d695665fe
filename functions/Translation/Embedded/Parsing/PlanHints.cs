using FunctionsPlatform.Translation.Embedded.Plans;

namespace FunctionsPlatform.Translation.Embedded.Parsing;

/// <summary>What the rules made of a question, told to the network position by position: it learns when to believe them.</summary>
internal sealed class PlanHints
{
    private readonly Dictionary<int, SortedSet<InputTag>> _tags = [];
    private InputTag _clause = InputTag.HintShown;
    private bool _isAggregated;
    private int _depth;

    /// <param name="plan">Null where no plan says the rules' query.</param>
    /// <param name="isAnswered">Whether the rules had an answer.</param>
    public PlanHints(IReadOnlyList<int>? plan, bool isAnswered)
    {
        if (plan is null)
        {
            Add(0, isAnswered ? InputTag.HintUnsayable : InputTag.HintNone);
            return;
        }

        foreach (var symbol in plan)
        {
            if (symbol >= (int)PlanSymbol.Count)
            {
                Point(symbol - (int)PlanSymbol.Count);
            }
            else
            {
                Say((PlanSymbol)symbol);
            }
        }
    }

    public IEnumerable<InputTag> Of(int position) => _tags.TryGetValue(position, out var tags) ? tags : [];

    private void Point(int position)
    {
        Add(position, _clause);
        if (_isAggregated)
        {
            Add(position, InputTag.HintAggregated);
        }

        if (_depth > 0)
        {
            Add(position, InputTag.HintNested);
        }

        _isAggregated = false;
    }

    private void Say(PlanSymbol symbol)
    {
        if (symbol is >= PlanSymbol.CountOf and <= PlanSymbol.Maximum)
        {
            _isAggregated = true;
        }

        _clause = symbol switch
        {
            PlanSymbol.From => InputTag.HintNeeded,
            PlanSymbol.Where => InputTag.HintFiltered,
            PlanSymbol.Group => InputTag.HintGrouped,
            PlanSymbol.Having => InputTag.HintOfGroups,
            PlanSymbol.Order => InputTag.HintOrdered,
            PlanSymbol.Open or PlanSymbol.Union or PlanSymbol.Intersect or PlanSymbol.Except => InputTag.HintShown,
            PlanSymbol.Close => InputTag.HintFiltered,
            _ => _clause,
        };
        _depth += symbol switch { PlanSymbol.Open => 1, PlanSymbol.Close => -1, _ => 0 };
        if (OfQuestion(symbol) is { } tag)
        {
            Add(0, tag);
        }
    }

    private static InputTag? OfQuestion(PlanSymbol symbol) => symbol switch
    {
        PlanSymbol.Group => InputTag.HintHasGroups,
        PlanSymbol.Ascending => InputTag.HintAscends,
        PlanSymbol.Descending => InputTag.HintDescends,
        PlanSymbol.Limit => InputTag.HintIsLimited,
        PlanSymbol.Open => InputTag.HintNests,
        PlanSymbol.NotIn => InputTag.HintLeavesOut,
        PlanSymbol.Union => InputTag.HintIsUnion,
        PlanSymbol.Intersect => InputTag.HintIsIntersection,
        PlanSymbol.Except => InputTag.HintIsDifference,
        PlanSymbol.Distinct => InputTag.HintIsDistinct,
        PlanSymbol.Or or PlanSymbol.Else => InputTag.HintHasAlternatives,
        _ => null,
    };

    private void Add(int position, InputTag tag)
    {
        if (!_tags.TryGetValue(position, out var tags))
        {
            _tags[position] = tags = [];
        }

        tags.Add(tag);
    }
}
