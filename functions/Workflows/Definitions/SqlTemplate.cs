using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Liquid;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Workflows.Definitions;

/// <summary>
/// SQL with values in it: what <c>{{ }}</c> gives stands as one literal of the connection's dialect, so that no value, wherever it comes from, can change what the
/// statement does.
/// </summary>
internal sealed partial class SqlTemplate
{
    // No more than a number in the eyes of any dialect, and one that nobody writes.
    private const string Placeholder = "9081726354019";

    private readonly string[] _parts;
    private readonly LiquidTemplate[] _values;

    private SqlTemplate(string[] parts, LiquidTemplate[] values) => (_parts, _values) = (parts, values);

    public IEnumerable<LiquidVariable> Variables => _values.SelectMany(value => value.Variables);

    /// <returns>The template, or what is wrong with it.</returns>
    public static (SqlTemplate? Template, string? Mistake) Parse(string text)
    {
        if (text.Contains("{%", StringComparison.Ordinal))
            return (null, "SQL takes values, {{ }}, and no tags: what a statement does must not hang on its values.");
        var parts = Value().Split(text);
        var values = new List<LiquidTemplate>();
        for (var at = 1; at < parts.Length; at += 2)
        {
            var (value, mistake) = StepTemplate.Parse($"{{{{ {parts[at]} | json }}}}");
            if (value is null)
                return (null, mistake);
            values.Add(value);
        }

        return (new SqlTemplate([.. parts.Where((_, at) => at % 2 == 0)], [.. values]), null);
    }

    /// <summary>Null when it is one reading statement whose values stand where a number could.</summary>
    public ApiError? Check(SqlDialect dialect)
    {
        var sample = string.Join(Placeholder, _parts);
        if (!SqlGuard.Check(sample, dialect).Succeeded(out _, out var refusal))
            return refusal;
        var numbers = SqlLexer.Read(sample, dialect).Value.Tokens.Count(token =>
            token.Kind == SqlTokenKind.Number && string.CompareOrdinal(sample, token.Start, Placeholder, 0, Placeholder.Length) == 0);
        return numbers == _values.Length ? null : WorkflowErrors.SqlValueMisplaced;
    }

    /// <exception cref="FunctionsPlatform.Platform.Liquid.LiquidException">A value cannot be computed.</exception>
    public Result<string> Render(SqlDialect dialect, IReadOnlyList<KeyValuePair<string, JsonElement>> values)
    {
        var sql = new StringBuilder(_parts[0]);
        for (var at = 0; at < _values.Length; at++)
        {
            if (Literal(dialect, _values[at].Render(values)) is not { } literal)
                return WorkflowErrors.SqlValueNotSimple;
            sql.Append(literal).Append(_parts[at + 1]);
        }

        return sql.ToString();
    }

    private static string? Literal(SqlDialect dialect, string json)
    {
        using var document = JsonDocument.Parse(json.Length == 0 ? "null" : json);
        var value = document.RootElement;
        return value.ValueKind switch
        {
            JsonValueKind.Null => "NULL",
            JsonValueKind.String => SqlLiterals.Write(dialect, value.GetString()!),
            JsonValueKind.Number => value.TryGetInt64(out var whole) ? SqlLiterals.Write(dialect, whole)
                : value.TryGetDecimal(out var exact) ? SqlLiterals.Write(dialect, exact)
                : SqlLiterals.Write(dialect, value.GetDouble()),
            JsonValueKind.True => dialect is SqlDialect.SqlServer or SqlDialect.Sqlite ? "1" : "TRUE",
            JsonValueKind.False => dialect is SqlDialect.SqlServer or SqlDialect.Sqlite ? "0" : "FALSE",
            _ => null,
        };
    }

    [GeneratedRegex(@"\{\{-?\s*(.*?)\s*-?\}\}", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Value();
}
