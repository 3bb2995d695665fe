using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql.Dialects;

namespace FunctionsPlatform.Sql;

/// <summary>No function that waits, writes, or reaches files, the network or the server's settings; no catalogue that holds secrets.</summary>
internal static class NameCheck
{
    public static ApiError? Check(SqlText text, DialectRules rules, IReadOnlyDictionary<int, int> closings)
    {
        for (var i = 0; i < text.Count; i++)
        {
            if (!IsName(text, i))
                continue;
            var name = text.Tokens[i].Value;
            var isQualified = text.IsSymbol(i - 1, '.');
            var why =
                rules.RefusesRelation(name) || (isQualified && IsRefusedInSchema(text, rules, i)) ? "shows secrets, settings or other people's statements."
                : !isQualified && text.IsSymbol(i + 1, '.') && rules.RefusedSchemas.Contains(name) ? "belongs to the server, not to the data."
                : IsCall(text, i, closings) ? WhyNotCalled(name, rules)
                : null;
            if (why is not null)
                return text.Refuse(i, $"{name} {why}");
        }

        return null;
    }

    private static bool IsRefusedInSchema(SqlText text, DialectRules rules, int index) =>
        index >= 2 && rules.RefusesRelation($"{text.Tokens[index - 2].Value}.{text.Tokens[index].Value}");

    private static bool IsName(SqlText text, int index) => text.IsName(index) || (text.Tokens[index].Kind == SqlTokenKind.StringOrName
        && (text.IsSymbol(index + 1, '(') || text.IsSymbol(index + 1, '.') || text.IsSymbol(index - 1, '.')));

    /// <summary>A name before a bracket, unless it is a type or an alias (<c>AS varchar(20)</c>) or names a WITH expression (<c>t (a, b) AS (...)</c>).</summary>
    private static bool IsCall(SqlText text, int index, IReadOnlyDictionary<int, int> closings) =>
        text.IsSymbol(index + 1, '(')
        && !text.IsWord(index - 1, "as")
        && !(text.IsName(index) && StatementCheck.CteBody(text, closings[index + 1] + 1) is not null);

    private static string? WhyNotCalled(string name, DialectRules rules)
    {
        // Servers compare names by collations of their own: in some of them sleép is sleep.
        if (name.Any(c => c > '\x7f'))
            return "is no function's name that could be checked: write it in ASCII.";
        if (rules.RefusesFunction(name))
            return "is a function that may wait, write, or reach files, settings or the network.";
        return rules.AllowsFunction(name) ? null : "is not among the functions that are known to only compute.";
    }
}
