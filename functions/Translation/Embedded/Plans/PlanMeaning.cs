using FunctionsPlatform.Translation.Embedded.Joins;
using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Plans;

/// <summary>
/// What a plan means, whatever its wording: plans of one text return the same rows. A reference is as good as the key it points at where both tables are joined, and keys
/// of a group have no order, those that are shown among them. Nor has what is shown, but in a set operation.
/// </summary>
internal sealed class PlanMeaning(PlanScope scope, JoinGraph joins)
{
    public string Of(IReadOnlyList<int> plan)
    {
        var outline = new PlanOutline(scope, plan);
        var parts = new List<string>();
        var groups = new SortedSet<int>();
        var (isGroup, depth) = (false, 0);
        var shown = outline.Branches.Count > 1 ? [] : plan.SkipWhile(symbol => symbol == (int)PlanSymbol.Distinct)
            .TakeWhile(symbol => symbol is >= (int)PlanSymbol.Count or (>= (int)PlanSymbol.Distinct and <= (int)PlanSymbol.Maximum)).ToList();
        parts.AddRange(Items(shown).Select(item => string.Join(' ', item.Select(symbol => Key(symbol, outline.Tables)))).Order(StringComparer.Ordinal));
        parts.Add(plan[0] == (int)PlanSymbol.Distinct ? "distinct" : "");
        foreach (var symbol in plan.SkipWhile(symbol => shown.Count > 0 && symbol == (int)PlanSymbol.Distinct).Skip(shown.Count).Select(symbol => Key(symbol, outline.Tables)))
        {
            var word = symbol < (int)PlanSymbol.Count ? (PlanSymbol)symbol : PlanSymbol.Count;
            depth += word switch { PlanSymbol.Open => 1, PlanSymbol.Close => -1, _ => 0 };
            if (word is not PlanSymbol.Count && isGroup && depth == 0)
            {
                parts.Add(string.Join(',', groups));
                (isGroup, groups) = (false, []);
            }

            if (word is PlanSymbol.Group && depth == 0)
            {
                groups.UnionWith(Shown(outline.Branches[0]));
                isGroup = true;
            }

            if (isGroup && word is PlanSymbol.Count)
            {
                groups.Add(symbol);
            }
            else
            {
                parts.Add($"{symbol}");
            }
        }

        var tables = outline.Tables.Select(scope.Symbol).Order();
        return $"{string.Join(' ', parts)} {string.Join(',', tables)}";

        IEnumerable<int> Shown(List<int> branch) => branch.Where(symbol => scope.Column(symbol) is not null).Select(symbol => Key(symbol, outline.Tables));
    }

    /// <summary>Each up to its pointer.</summary>
    private static IEnumerable<List<int>> Items(List<int> shown)
    {
        var item = new List<int>();
        foreach (var symbol in shown)
        {
            item.Add(symbol);
            if (symbol >= (int)PlanSymbol.Count)
            {
                yield return item;
                item = [];
            }
        }
    }

    private int Key(int symbol, HashSet<IndexedTable> tables) =>
        scope.Column(symbol) is { IsForeignKey: true } column
        && joins.From(column.Table).FirstOrDefault(edge => edge.Keys.Count == 1 && edge.From == column && edge.To.IsPrimaryKey && tables.Contains(edge.To.Table)) is { } reference
            ? scope.Symbol(reference.To) ?? symbol : symbol;
}
