using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Dialects;
using Microsoft.AspNetCore.Routing.Template;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document of all public APIs, made from what the functions declare.</summary>
public static class OpenApiDocument
{
    private const string PlatformTag = "Platform";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ApiEndpoints endpoints) => [.. JsonSerializer.SerializeToUtf8Bytes(Build(endpoints), Json), (byte)'\n'];

    private static JsonObject Build(ApiEndpoints endpoints)
    {
        var documented = endpoints.All.Where(endpoint => !endpoint.IsCatchAll)
            .Select(endpoint => (Endpoint: endpoint, Path: PathOf(endpoint), Dialect: OwnerOf(endpoint)))
            .OrderBy(entry => entry.Path, StringComparer.Ordinal)
            .ToArray();
        var schemas = new SchemaWriter();
        var operations = new OperationWriter(schemas);
        var paths = new JsonObject();
        foreach (var (endpoint, path, dialect) in documented)
        {
            var operation = operations.Write(endpoint, dialect ?? ApiDialects.Default, dialect?.Title ?? PlatformTag);
            if (endpoint.Other is { } other && OwnerOf(other) is { } otherDialect)
                operation = OperationMerge.Either(operation, operations.Write(other, otherDialect, otherDialect.Title));
            var item = (JsonObject)(paths[path] ??= new JsonObject());
            foreach (var verb in endpoint.Verbs.Where(verb => verb is not "HEAD"))
                item[verb.ToLowerInvariant()] = operation.DeepClone();
        }

        var security = documented.Where(entry => !entry.Endpoint.IsAnonymous).SelectMany(entry => (entry.Dialect ?? ApiDialects.Default).Security);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = Info(),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "This deployment" }),
            ["tags"] = Tags(documented.Select(entry => entry.Dialect).Distinct()),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = SecuritySchemes.Describe(security.Distinct()),
                ["schemas"] = new JsonObject(schemas.Components),
            },
        };
    }

    private static JsonObject Info() => new()
    {
        ["title"] = "FunctionsPlatform",
        ["version"] = "1.0.0",
        ["summary"] = "One data platform that answers the APIs of five products.",
        ["description"] = "Ask a database in plain language, and manage the connections it is asked through. Each product's API keeps its own paths, " +
            "envelopes and errors; the response header `X-Api-Dialect` tells which one answered.",
        ["license"] = new JsonObject { ["name"] = "All rights reserved", ["identifier"] = "LicenseRef-AllRightsReserved" },
    };

    private static JsonArray Tags(IEnumerable<ApiDialect?> dialects) =>
    [
        .. from dialect in dialects
           let name = dialect?.Title ?? PlatformTag
           orderby name
           select new JsonObject { ["name"] = name, ["description"] = dialect is null ? "What the platform says of itself." : $"The API of {name}." },
    ];

    private static string PathOf(ApiEndpoint endpoint) => "/" + string.Join('/', TemplateParser.Parse(endpoint.Route).Segments
        .Select(segment => string.Concat(segment.Parts.Select(part => part.IsParameter ? $"{{{ParameterWriter.PublicName(part.Name!)}}}" : part.Text))));

    private static ApiDialect? OwnerOf(ApiEndpoint endpoint) =>
        ApiDialects.All.FirstOrDefault(dialect => dialect.Declares(endpoint)) ?? OwnerOfPath(endpoint);

    // Any UUID stands for the parameters, because the owner of some paths shows in the form of an id.
    private static ApiDialect? OwnerOfPath(ApiEndpoint endpoint) => DialectPaths.Find("/" + string.Join('/', TemplateParser.Parse(endpoint.Route).Segments
        .Select(segment => string.Concat(segment.Parts.Select(part => part.IsParameter ? Guid.Empty.ToString() : part.Text)))));
}
