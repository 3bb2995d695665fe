using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;
using Microsoft.AspNetCore.Routing.Template;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>Writes the parameters of an operation: those of its route, of its query, and the idempotency key.</summary>
internal static class ParameterWriter
{
    public static JsonArray Write(ApiEndpoint endpoint, SchemaWriter schemas)
    {
        var declared = endpoint.Declaration.GetCustomAttributes<ParameterAttribute>().ToArray();
        var parameters = new JsonArray();
        foreach (var part in TemplateParser.Parse(endpoint.Route).Parameters)
        {
            var said = declared.OfType<PathParameterAttribute>().FirstOrDefault(path => path.Name == part.Name);
            parameters.Add(Parameter("path", PublicName(part.Name!), said?.Type ?? typeof(string), said?.Description, said?.Example, schemas));
        }

        foreach (var query in declared.OfType<QueryParameterAttribute>())
            parameters.Add(Parameter("query", query.Name, query.Type, query.Description, query.Example, schemas));
        if (endpoint.IsIdempotent)
            parameters.Add(Parameter(
                "header",
                "Idempotency-Key",
                typeof(string),
                "Any text unique to this attempt. A request repeated with it gets the first answer again instead of doing the work twice.",
                null,
                schemas));
        return parameters;
    }

    /// <summary>A route parameter as the documents write it: <c>connectionId</c> is <c>connection_id</c>.</summary>
    public static string PublicName(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static JsonObject Parameter(string place, string name, Type type, string? description, string? example, SchemaWriter schemas)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (place == "path")
            parameter["required"] = true;
        if (description is not null)
            parameter["description"] = description;
        parameter["schema"] = schemas.Schema(type, ApiJson.Reading);
        if (example is not null)
            parameter["example"] = type == typeof(string) ? example : JsonNode.Parse(example);
        return parameter;
    }
}
