using System.Collections.Frozen;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>The ways in which a model says what its rows are, and what each demands.</summary>
internal static class QueryTypes
{
    public const string RawSql = "raw_sql";
    public const string TableSelector = "table_selector";

    private const string Unstructured = "unstructured";
    private const string Dbt = "dbt";

    private static readonly FrozenSet<string> WithQuery = FrozenSet.Create(RawSql, Dbt, "soql");

    private static readonly FrozenDictionary<string, string[]> Configured = new Dictionary<string, string[]>
    {
        ["ai_ml"] = ["harvesters"],
        ["dynamic_sql"] = ["harvesters", "json_schema"],
        [Unstructured] = ["harvesters", "embedding_config", "chunk_config"],
        ["vector_search"] = ["embedding_config", "json_schema", "harvesters"],
    }.ToFrozenDictionary();

    public static IReadOnlyList<string> All { get; } =
        [RawSql, Dbt, "soql", TableSelector, "ai_ml", "dynamic_sql", Unstructured, "vector_search", "semistructured"];

    /// <summary>Whether the database of the model's connector runs it; models of other sorts are kept for other systems.</summary>
    public static bool IsRead(string queryType) => queryType is RawSql or Dbt or TableSelector;

    public static bool NeedsQuery(string queryType) => WithQuery.Contains(queryType);

    public static bool NeedsPrimaryKey(string queryType) => queryType != Unstructured;

    /// <summary>The keys that the configuration must have.</summary>
    public static IReadOnlyList<string> ConfigurationOf(string queryType) => Configured.GetValueOrDefault(queryType, []);
}
