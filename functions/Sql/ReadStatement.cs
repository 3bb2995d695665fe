namespace FunctionsPlatform.Sql;

/// <summary>
/// One statement that only reads, in one dialect. <see cref="SqlGuard"/> alone makes them and connectors run nothing else, so that no path leads round the guard.
/// </summary>
public sealed record ReadStatement
{
    internal ReadStatement(SqlDialect dialect, string text) => (Dialect, Text) = (dialect, text);

    public SqlDialect Dialect { get; }

    /// <summary>The statement without a trailing semicolon.</summary>
    public string Text { get; }

    public override string ToString() => Text;
}
