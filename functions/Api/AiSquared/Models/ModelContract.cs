using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>What must hold of a model before anybody asks its database.</summary>
internal static partial class ModelContract
{
    public static IEnumerable<ValidationResult> Check(string queryType, string? query, string? primaryKey, JsonObject? configuration)
    {
        if (!QueryTypes.All.Contains(queryType))
        {
            yield return Failure("invalid query type", nameof(NewModelFields.QueryType));
            yield break;
        }
        foreach (var failure in CheckChange(null, query))
            yield return failure;
        if (QueryTypes.NeedsQuery(queryType) && string.IsNullOrWhiteSpace(query))
            yield return Failure($"Query is required for this query type", nameof(NewModelFields.Query));
        if (QueryTypes.NeedsPrimaryKey(queryType) && string.IsNullOrWhiteSpace(primaryKey))
            yield return Failure("must be filled", nameof(NewModelFields.PrimaryKey));
        foreach (var key in QueryTypes.ConfigurationOf(queryType).Where(key => configuration?.ContainsKey(key) != true))
            yield return Failure($"Configuration needs the key {key}", nameof(NewModelFields.Configuration));
    }

    public static IEnumerable<ValidationResult> CheckChange(string? queryType, string? query)
    {
        if (queryType is not null && !QueryTypes.All.Contains(queryType))
            yield return Failure("invalid query type", nameof(NewModelFields.QueryType));
        if (query is not null && CutEnd().IsMatch(query))
            yield return Failure("Query should not contain LIMIT or OFFSET at its end", nameof(NewModelFields.Query));
    }

    private static ValidationResult Failure(string message, string member) => new(message, [member]);

    /// <summary>A limit of the whole statement: syncs page through all rows by themselves.</summary>
    [GeneratedRegex(@"\b(LIMIT|OFFSET)\s+\d+(\s*,\s*\d+)?(\s+ROWS?)?\s*;?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex CutEnd();
}
