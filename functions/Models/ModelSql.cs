using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Models;

/// <summary>Statements over a model. Each passes the guard as a whole, whatever was guarded before.</summary>
public static class ModelSql
{
    /// <summary>The model's own rows.</summary>
    public static Result<ReadStatement> Rows(ModelQuery query, SqlDialect dialect) =>
        query.Sql is { } sql ? SqlGuard.Check(sql, dialect)
        : query.Table is { } table ? SqlGuard.Check($"SELECT {Columns(query, dialect)} FROM {TableName(query.Schema, table, dialect)}", dialect)
        : ModelErrors.NotRunnable;

    /// <summary>As many of the model's rows as are wanted for a look at them.</summary>
    public static Result<ReadStatement> Sample(ModelQuery query, SqlDialect dialect, int rows)
    {
        if (!Rows(query, dialect).Succeeded(out var statement, out var refusal))
            return refusal;
        // T-SQL takes no ORDER BY inside a derived table; there the reader stops by itself.
        return dialect == SqlDialect.SqlServer ? statement : SqlGuard.Check($"SELECT * FROM (\n{statement.Text}\n) AS model_rows LIMIT {rows}", dialect);
    }

    /// <summary>One row with the number of the model's rows.</summary>
    public static Result<ReadStatement> Count(ModelQuery query, SqlDialect dialect) =>
        Rows(query, dialect).Succeeded(out var statement, out var refusal)
            ? SqlGuard.Check($"SELECT COUNT(*) FROM (\n{statement.Text}\n) AS model_rows", dialect)
            : refusal;

    private static string Columns(ModelQuery query, SqlDialect dialect) =>
        query.Columns is { Count: > 0 } columns ? string.Join(", ", columns.Select(column => dialect.Quote(column))) : "*";

    private static string TableName(string? schema, string table, SqlDialect dialect) =>
        schema is { Length: > 0 } ? $"{dialect.Quote(schema)}.{dialect.Quote(table)}" : dialect.Quote(table);
}
