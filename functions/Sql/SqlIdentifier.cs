namespace FunctionsPlatform.Sql;

public static class SqlIdentifier
{
    /// <summary>A name in the quotes of the dialect, whatever characters it has.</summary>
    public static string Quote(this SqlDialect dialect, string name) => dialect switch
    {
        SqlDialect.MySql => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`",
        SqlDialect.SqlServer => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]",
        _ => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
    };
}
