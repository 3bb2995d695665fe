using FunctionsPlatform.Translation.Embedded.Plans;

namespace FunctionsPlatform.Translation.Embedded.Parsing;

/// <summary>Which words of a question became which tables, columns and values of a plan.</summary>
internal static class PlanPhrases
{
    public static IReadOnlyList<UnderstoodPhrase> Of(QuestionView view, IReadOnlyList<int> plan)
    {
        var phrases = new List<UnderstoodPhrase>();
        foreach (var symbol in plan.Where(symbol => symbol >= (int)PlanSymbol.Count).Distinct())
        {
            if (view.Scope.Value(symbol) is { Start: >= 0 } value)
            {
                phrases.Add(new UnderstoodPhrase(value.Text, $"value '{value.TextFor(value.Stored.Count > 0 ? value.Stored[0].Column : null)}'"));
            }
            else if (Words(view, symbol - (int)PlanSymbol.Count) is { Length: > 0 } words)
            {
                phrases.Add(new UnderstoodPhrase(words, view.Scope.Table(symbol) is { } table ? $"table {table}" : $"column {view.Scope.Column(symbol)}"));
            }
        }

        return phrases;
    }

    private static string Words(QuestionView view, int item) => string.Join(' ', view.Tokens.Index()
        .Where(token => (LinkRelation)view.Input.Relations[token.Index * view.Scope.Positions + item]
            is >= LinkRelation.WordNamesTable and <= LinkRelation.WordIsTable or >= LinkRelation.WordNamesColumn and <= LinkRelation.WordIsColumn)
        .Select(token => token.Item.Text));
}
