namespace FunctionsPlatform.Sql;

/// <summary>How a dialect writes comments, strings and names.</summary>
internal sealed record SqlSyntax
{
    public bool NestedComments { get; init; }

    /// <summary><c>#</c> begins a comment, and <c>--</c> only does before white space.</summary>
    public bool MySqlComments { get; init; }

    /// <summary>Openings of block comments that a server executes or takes orders from.</summary>
    public IReadOnlyList<string> LiveComments { get; init; } = [];

    /// <summary>A backslash escapes in every string. Whether it does is a server setting, so escaped quotes are rewritten as doubled ones.</summary>
    public bool BackslashEscapes { get; init; }

    /// <summary><c>E'...'</c>: a backslash escapes.</summary>
    public bool EscapeStrings { get; init; }

    /// <summary>A server setting decides whether a backslash escapes in plain strings, so those that hold one are rewritten as <c>E'...'</c>.</summary>
    public bool BackslashIsSetting { get; init; }

    /// <summary>Strings on two lines are one, and the second is read by the rules of the first.</summary>
    public bool JoinsStrings { get; init; }

    public bool DollarQuotes { get; init; }

    /// <summary><c>"..."</c> is a string unless the server's mode says otherwise.</summary>
    public bool DoubleQuotesAreStrings { get; init; }

    public bool BacktickNames { get; init; }

    public bool BracketNames { get; init; }

    /// <summary><c>]]</c> inside <c>[...]</c> is a bracket.</summary>
    public bool BracketsDouble { get; init; }

    /// <summary>Characters beside letters that begin a name.</summary>
    public string NameStart { get; init; } = "_";

    /// <summary>Characters beside letters and digits that a name goes on with.</summary>
    public string NamePart { get; init; } = "_$";

    /// <summary>Characters that begin a parameter or a variable, which a statement of ours has none of.</summary>
    public string VariableSigils { get; init; } = "";

    public static SqlSyntax Of(SqlDialect dialect) => dialect switch
    {
        SqlDialect.PostgreSql => PostgreSql,
        SqlDialect.MySql => MySql,
        SqlDialect.SqlServer => SqlServer,
        SqlDialect.Sqlite => Sqlite,
        SqlDialect.DuckDb => DuckDb,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect)),
    };

    private static readonly SqlSyntax PostgreSql = new()
    {
        NestedComments = true,
        LiveComments = ["/*+"],
        EscapeStrings = true,
        BackslashIsSetting = true,
        JoinsStrings = true,
        DollarQuotes = true,
        VariableSigils = "$",
    };

    private static readonly SqlSyntax MySql = new()
    {
        MySqlComments = true,
        LiveComments = ["/*!", "/*M!", "/*m!", "/*+"],
        BackslashEscapes = true,
        DoubleQuotesAreStrings = true,
        BacktickNames = true,
        VariableSigils = "@:?$",
    };

    private static readonly SqlSyntax SqlServer = new()
    {
        NestedComments = true,
        BracketNames = true,
        BracketsDouble = true,
        NameStart = "_#$",
        NamePart = "_$#@",
        VariableSigils = "@?",
    };

    private static readonly SqlSyntax Sqlite = new()
    {
        BacktickNames = true,
        BracketNames = true,
        VariableSigils = "@:?$#",
    };

    private static readonly SqlSyntax DuckDb = new()
    {
        NestedComments = true,
        EscapeStrings = true,
        JoinsStrings = true,
        DollarQuotes = true,
        VariableSigils = "?$",
    };
}
