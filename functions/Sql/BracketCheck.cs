using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Sql;

/// <summary>Brackets come in pairs, and are not so deep that a parser's stack would end.</summary>
internal static class BracketCheck
{
    private const int MaxDepth = 100;

    /// <param name="closings">For the index of an opening bracket, that of its closing one.</param>
    public static ApiError? Check(SqlText text, out IReadOnlyDictionary<int, int> closings)
    {
        var pairs = new Dictionary<int, int>();
        closings = pairs;
        var open = new Stack<int>();
        for (var i = 0; i < text.Count; i++)
        {
            if (text.Tokens[i].Kind != SqlTokenKind.Symbol)
                continue;
            switch (text.Tokens[i].Value[0])
            {
                case '(' or '[' or '{':
                    if (open.Count == MaxDepth)
                        return text.Refuse(i, $"more than {MaxDepth} brackets inside each other.");
                    open.Push(i);
                    break;
                case ')' or ']' or '}' when !open.TryPeek(out var opening) || !Match(text.Tokens[opening], text.Tokens[i]):
                    return text.Refuse(i, $"'{text.Tokens[i].Value}' closes nothing.");
                case ')' or ']' or '}':
                    pairs[open.Pop()] = i;
                    break;
            }
        }

        return open.TryPeek(out var unclosed) ? text.Refuse(unclosed, $"'{text.Tokens[unclosed].Value}' is never closed.") : null;
    }

    private static bool Match(SqlToken opening, SqlToken closing) => (opening.Value[0], closing.Value[0]) is ('(', ')') or ('[', ']') or ('{', '}');
}
