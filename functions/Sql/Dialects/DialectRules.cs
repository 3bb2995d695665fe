using System.Collections.Frozen;

namespace FunctionsPlatform.Sql.Dialects;

/// <summary>What a dialect's statements may begin with and what they may not name. Names compare without regard to case.</summary>
internal sealed record DialectRules
{
    public required FrozenSet<string> Openings { get; init; }

    public FrozenSet<string> RefusedKeywords { get; init; } = Words();

    public FrozenSet<string> RefusedFunctions { get; init; } = Words();

    public IReadOnlyList<string> RefusedFunctionPrefixes { get; init; } = [];

    /// <summary>Functions that are harmless in spite of their prefix; or, where <see cref="OnlyAllowedFunctions"/>, all that there are.</summary>
    public FrozenSet<string> AllowedFunctions { get; init; } = Words();

    /// <summary>The database runs in our process and has no functions but its own, so they can be listed.</summary>
    public bool OnlyAllowedFunctions { get; init; }

    /// <summary>Functions that may stand in FROM, where <see cref="ReadsFilesByName"/>.</summary>
    public FrozenSet<string> AllowedTableFunctions { get; init; } = Words();

    /// <summary>Refused wherever the name stands; <c>schema.name</c> only where it is so qualified.</summary>
    public FrozenSet<string> RefusedRelations { get; init; } = Words();

    public IReadOnlyList<string> RefusedRelationPrefixes { get; init; } = [];

    /// <summary>Schemas and databases of the server itself.</summary>
    public FrozenSet<string> RefusedSchemas { get; init; } = Words();

    /// <summary>A string or a file's name in FROM reads a file or an internal table.</summary>
    public bool ReadsFilesByName { get; init; }

    public bool RefusesFunction(string name) =>
        RefusedFunctions.Contains(name) || (!AllowedFunctions.Contains(name) && HasPrefix(name, RefusedFunctionPrefixes));

    public bool AllowsFunction(string name) => !OnlyAllowedFunctions || AllowedFunctions.Contains(name) || AllowedTableFunctions.Contains(name);

    public bool AllowsTableFunction(string name) => AllowedTableFunctions.Contains(name);

    public bool RefusesRelation(string name) => RefusedRelations.Contains(name) || HasPrefix(name, RefusedRelationPrefixes);

    private static bool HasPrefix(string name, IReadOnlyList<string> prefixes) => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    public static DialectRules Of(SqlDialect dialect) => dialect switch
    {
        SqlDialect.PostgreSql => PostgreSqlRules.Rules,
        SqlDialect.MySql => MySqlRules.Rules,
        SqlDialect.SqlServer => SqlServerRules.Rules,
        SqlDialect.Sqlite => SqliteRules.Rules,
        SqlDialect.DuckDb => DuckDbRules.Rules,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect)),
    };

    /// <summary>A set from words separated by white space.</summary>
    public static FrozenSet<string> Words(string words = "") =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
