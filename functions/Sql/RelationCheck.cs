using System.Text.RegularExpressions;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql.Dialects;

namespace FunctionsPlatform.Sql;

/// <summary>
/// For databases inside our own process, which take a string, or a name that looks like a file's, for a table: what FROM and JOIN read is a table.
/// </summary>
internal static partial class RelationCheck
{
    private static readonly HashSet<string> RelationVerbs = Words("table", "pivot", "unpivot", "pivot_wider", "pivot_longer");
    private static readonly HashSet<string> OtherVerbs = Words("show", "describe", "desc", "summarize", "call", "pragma", "explain");
    private static readonly HashSet<string> Skipped = Words("lateral", "only");
    private static readonly HashSet<string> FunctionsWithFrom = Words("extract", "trim", "substring", "overlay", "position", "date_part");

    /// <summary>Reserved in SQLite and in DuckDB, so that none of them can be a table's alias.</summary>
    private static readonly HashSet<string> FromEnds = Words("where", "group", "order", "having", "limit", "union", "intersect", "except", "select");

    public static ApiError? Check(SqlText text, DialectRules rules)
    {
        var scopes = new Stack<Scope>([new Scope()]);
        for (var i = 0; i < text.Count; i++)
        {
            var scope = scopes.Peek();
            if ((BeginsRelation(text, i, scope) || text.IsKeyword(i - 1, RelationVerbs)) && CheckRelation(text, rules, i) is { } refusal)
                return refusal;
            if (scope.InFrom && text.IsSymbol(i - 1, '(') && text.IsKeyword(i, OtherVerbs) && !text.IsSymbol(i + 1, ')'))
            {
                return text.Refuse(i, $"{text.Tokens[i].Value.ToUpperInvariant()} has no place in a query.");
            }

            if (text.IsSymbol(i, '('))
                scopes.Push(new Scope { InFrom = BeginsRelation(text, i, scope), IsFunctionWithFrom = text.IsKeyword(i - 1, FunctionsWithFrom) });
            else if (text.IsSymbol(i, '[') || text.IsSymbol(i, '{'))
                scopes.Push(new Scope());
            else if (text.IsSymbol(i, ')') || text.IsSymbol(i, ']') || text.IsSymbol(i, '}'))
                scopes.Pop();
            else if (text.IsKeyword(i, "from"))
                scope.InFrom |= !scope.IsFunctionWithFrom && !IsDistinctFrom(text, i);
            else if (text.IsKeyword(i, FromEnds) || (text.IsKeyword(i, "values") && text.IsSymbol(i - 1, '(')))
                scope.InFrom = false;
        }

        return null;
    }

    /// <summary>Between two brackets: whether FROM was last, so that a comma is followed by another table.</summary>
    private sealed class Scope
    {
        public bool InFrom { get; set; }

        /// <summary>As in <c>extract(year FROM x)</c>.</summary>
        public bool IsFunctionWithFrom { get; init; }
    }

    private static bool IsDistinctFrom(SqlText text, int index) =>
        text.IsWord(index - 1, "distinct") && (text.IsWord(index - 2, "is") || (text.IsWord(index - 2, "not") && text.IsWord(index - 3, "is")));

    /// <summary>Whether what stands here is read as a table: it follows FROM, JOIN, a comma between tables, or a bracket or prefix alias around one.</summary>
    private static bool BeginsRelation(SqlText text, int index, Scope scope)
    {
        if (text.IsKeyword(index, Skipped))
            return false;
        var before = index - 1;
        while (text.IsKeyword(before, Skipped))
            before--;
        return text.IsKeyword(before, "join")
            || (scope.InFrom && (text.IsKeyword(before, "from") || text.IsSymbol(before, ',') || text.IsSymbol(before, '(')
                || (text.IsSymbol(before, ':') && !text.IsSymbol(before - 1, ':'))));
    }

    private static ApiError? CheckRelation(SqlText text, DialectRules rules, int index)
    {
        if (text.IsString(index))
            return text.Refuse(index, "a string stands where a table does. Files are not read.");
        if (!text.IsName(index))
            return null;

        var name = text.Tokens[index].Value;
        while (text.IsSymbol(index + 1, '.') && index + 2 < text.Count)
        {
            index += 2;
            if (text.IsString(index))
                return text.Refuse(index, "a string stands where a table does. Files are not read.");
            name += "." + text.Tokens[index].Value;
        }

        if (LooksLikeFile().IsMatch(name))
            return text.Refuse(index, $"{name} looks like a file. Files are not read.");
        return text.IsSymbol(index + 1, '(') && !rules.AllowsTableFunction(text.Tokens[index].Value) && !text.IsKeyword(index, "values")
            ? text.Refuse(index, $"{name} is not among the table functions that are known to only compute.")
            : null;
    }

    private static HashSet<string> Words(params string[] words) => new(words, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"[/\\:*?]|\.(csv|tsv|txt|parquet|json|jsonl|ndjson|xlsx|arrow|avro|db|duckdb|sqlite|gz|zst)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeFile();
}
