namespace FunctionsPlatform.Sql;

/// <summary>The SQL that a database speaks: quoting, literals, paging, dates.</summary>
public enum SqlDialect
{
    PostgreSql,
    MySql,
    SqlServer,
    Sqlite,
    DuckDb,
}
