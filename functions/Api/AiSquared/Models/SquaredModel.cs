using System.Text.Json.Nodes;
using FunctionsPlatform.Models;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>A model in this API's words. What the platform has no place for is among the model's details.</summary>
internal static class SquaredModel
{
    private const string QueryTypeKey = "query_type";
    private const string QueryKey = "query";
    private const string ConfigurationKey = "configuration";

    public static string QueryTypeOf(Model model) =>
        model.Details[QueryTypeKey]?.ToString() ?? (model.Query.Table is null ? QueryTypes.RawSql : QueryTypes.TableSelector);

    public static string? QueryOf(Model model) =>
        model.Query.Sql ?? (model.Query.Table is { } table ? TableName(model.Query.Schema, table) : model.Details[QueryKey]?.ToString());

    public static JsonObject? ConfigurationOf(Model model) => model.Details[ConfigurationKey]?.DeepClone() as JsonObject;

    public static string? PrimaryKeyOf(Model model) => model.PrimaryKey.Count > 0 ? string.Join(',', model.PrimaryKey) : null;

    public static IReadOnlyList<string> ReadKey(string? primaryKey) =>
        primaryKey?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>What the database is asked for the model's rows.</summary>
    public static ModelQuery ReadQuery(string queryType, string? query) =>
        query is not { Length: > 0 } || !QueryTypes.IsRead(queryType) ? ModelQuery.None
        : queryType == QueryTypes.TableSelector && !query.Any(char.IsWhiteSpace) ? ReadTable(query)
        : new ModelQuery(Sql: query);

    /// <summary>The details with those of this API put in.</summary>
    public static JsonObject Details(JsonObject before, string queryType, string? query, JsonObject? configuration)
    {
        var details = (JsonObject)before.DeepClone();
        details[QueryTypeKey] = queryType;
        // Nothing is kept twice: what the database is asked is in the model's own query.
        details[QueryKey] = QueryTypes.IsRead(queryType) ? null : query;
        details[ConfigurationKey] = configuration?.DeepClone();
        return details;
    }

    private static ModelQuery ReadTable(string name) => name.Split('.', 2) is [var schema, var table]
        ? new ModelQuery(Table: table, Schema: schema)
        : new ModelQuery(Table: name);

    private static string TableName(string? schema, string table) => schema is { Length: > 0 } ? $"{schema}.{table}" : table;
}
