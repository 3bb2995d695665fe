using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>Writes one operation of the OpenAPI document from what its function declares.</summary>
internal sealed class OperationWriter(SchemaWriter schemas)
{
    public JsonObject Write(ApiEndpoint endpoint, ApiDialect dialect, string tag)
    {
        var summary = endpoint.Declaration.GetCustomAttribute<SummaryAttribute>();
        var operation = new JsonObject
        {
            ["operationId"] = endpoint.Name,
            ["tags"] = new JsonArray(tag),
            ["summary"] = summary?.Text ?? endpoint.Name,
        };
        if (summary?.Details is { } details)
            operation["description"] = details;
        operation["security"] = endpoint.IsAnonymous ? [] : new JsonArray(Requirement(dialect));
        if (ParameterWriter.Write(endpoint, schemas) is { Count: > 0 } parameters)
            operation["parameters"] = parameters;
        if (endpoint.Declaration.GetCustomAttribute<AcceptsAttribute>() is { } accepts)
            operation["requestBody"] = Body(endpoint, accepts);
        operation["responses"] = Responses(endpoint, dialect);
        return operation;
    }

    private JsonObject Body(ApiEndpoint endpoint, AcceptsAttribute accepts) => new()
    {
        ["required"] = !accepts.Optional,
        ["content"] = Content("application/json", schemas.Schema(accepts.Body, ApiJson.Reading), Example(endpoint, 0)),
    };

    private JsonObject Responses(ApiEndpoint endpoint, ApiDialect dialect)
    {
        var responses = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var status in endpoint.Declaration.GetCustomAttributes<ReturnsAttribute>().GroupBy(returns => returns.Status))
            responses.Add($"{status.Key}", Success(endpoint, dialect, [.. status]));
        foreach (var (status, refusals) in Refusals.Of(endpoint, dialect))
            responses.Add(status, Refusals.Describe(refusals, dialect, schemas));
        return new JsonObject(responses);
    }

    private JsonObject Success(ApiEndpoint endpoint, ApiDialect dialect, ReturnsAttribute[] forms)
    {
        var response = new JsonObject { ["description"] = forms[0].Description ?? "Done." };
        foreach (var form in forms)
        {
            var content = form switch
            {
                { ContentType: { } type } => Content(type, new JsonObject { ["type"] = "string" }, null),
                { Body: { } body } => Content("application/json", schemas.Schema(Wrapped(body, form, dialect), dialect.Json), Example(endpoint, form.Status)),
                _ => null,
            };
            foreach (var (type, media) in content?.ToArray() ?? [])
                (response["content"] ??= new JsonObject())[type] = media!.DeepClone();
        }

        return response;
    }

    private static Type Wrapped(Type body, ReturnsAttribute form, ApiDialect dialect) =>
        form.IsList ? dialect.ListType(body) : form.IsBare ? body : dialect.SingleType(body);

    private static JsonObject Requirement(ApiDialect dialect) =>
        new(dialect.Security.Select(scheme => KeyValuePair.Create(scheme, (JsonNode?)new JsonArray())));

    private static JsonObject Content(string type, JsonNode schema, JsonNode? example)
    {
        var media = new JsonObject { ["schema"] = schema };
        if (example is not null)
            media["example"] = example;
        return new JsonObject { [type] = media };
    }

    private static JsonNode? Example(ApiEndpoint endpoint, int status) =>
        endpoint.Declaration.GetCustomAttributes<ExampleAttribute>().FirstOrDefault(example => example.Status == status) is { } found
            ? JsonNode.Parse(found.Json, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true })
            : null;
}
