using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace FunctionsPlatform.Sql;

/// <summary>
/// Selects from a SELECT in T-SQL, whose derived tables take neither WITH nor ORDER BY: the model's WITH is kept in front and the model becomes a further part of it,
/// without its ORDER BY unless that decides which rows there are (TOP, OFFSET, FOR).
/// </summary>
internal static class TransactSqlRows
{
    // Texts that passed the guard are of a size at which this is deep enough; see the guard's own parser.
    private const int StackBytes = 128 * 1024 * 1024;

    public static string Select(string model, string columns, string name, string where)
    {
        var sql = "";
        var thread = new Thread(() => sql = Compose(model, columns, name, where), StackBytes);
        thread.Start();
        thread.Join();
        return sql;
    }

    private static string Compose(string model, string columns, string name, string where)
    {
        using var reader = new StringReader(model);
        var script = (TSqlScript)new TSql170Parser(initialQuotedIdentifiers: true).Parse(reader, out _);
        var statement = (SelectStatement)script.Batches[0].Statements[0];
        var query = statement.QueryExpression;
        var rows = query.OrderByClause is { } order && query is not QuerySpecification { TopRowFilter: not null } && query.OffsetClause is null && query.ForClause is null
            ? string.Concat(
                model.AsSpan(query.StartOffset..order.StartOffset), model.AsSpan((order.StartOffset + order.FragmentLength)..(query.StartOffset + query.FragmentLength)))
            : model.Substring(query.StartOffset, query.FragmentLength);
        var with = statement.WithCtesAndXmlNamespaces is { } ctes ? $"{model.AsSpan(ctes.StartOffset, ctes.FragmentLength)}," : "WITH";
        return $"{with} {name} AS (\n{rows}\n)\nSELECT {columns} FROM {name}{where}";
    }
}
