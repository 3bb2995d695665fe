using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

/// <summary>A system of a tenant's own.</summary>
public sealed class TenantApi : Vendor
{
    private readonly SortedDictionary<string, string> _parts = [];

    public override Manifest Manifest { get; } = ManifestReader.Read(
        """
        {
          "manifest_version": 1,
          "type": "acme_parts",
          "title": "Acme parts",
          "category": "api",
          "configuration": {
            "properties": {
              "address": { "type": "string", "title": "Address" },
              "client_id": { "type": "string", "title": "Client" },
              "client_secret": { "type": "string", "title": "Secret", "secret": true }
            },
            "required": ["address", "client_id", "client_secret"]
          },
          "base_url": "{{ config.address }}/api",
          "authentication": {
            "type": "oauth2_client_credentials", "token_url": "{{ config.address }}/token", "client_id": "{{ config.client_id }}", "client_secret": "{{ config.client_secret }}",
            "scope": "parts", "client_in": "header"
          },
          "rate_limit": { "requests": 50, "seconds": 1 },
          "check": { "path": "/version", "version": "Acme {{ response.version }}" },
          "streams": [
            {
              "name": "parts",
              "fields": [{ "name": "sku", "kind": "text", "required": true }, { "name": "size.width", "kind": "decimal" }],
              "keys": ["sku"],
              "operations": {
                "upsert": {
                  "rows": 2,
                  "method": "PUT",
                  "path": "/parts",
                  "body": { "parts": { "$rows": { "$row": { "nulls": "omit", "with": { "by": "{{ operation }}" } } } } },
                  "results": { "items": "/problems", "match": "value", "at": "/sku", "field": "sku", "codes": "/kind", "messages": "/text" }
                }
              }
            }
          ]
        }
        """).Value;

    public override JsonObject Configuration => new() { ["address"] = Api.Url, ["client_id"] = "c:1", ["client_secret"] = Good };

    public override string Credential => "client_secret";

    public override bool IssuesTokens => true;

    public override string Version => "Acme 7.1";

    public override string Stream => "parts";

    public override string[] Key => ["sku"];

    public override ResultColumn[] Columns { get; } = Rows.Columns(("sku", ColumnKind.Text), ("size.width", ColumnKind.Decimal));

    public override object?[][] GoodRows => [["s1", 1.50m], ["s2", null], ["s3", 3m]];

    public override object?[] BadRow => ["bad", 1m];

    public override (string Code, string Message) Complaint => ("unknown_sku", "There is no part 'bad'");

    public override IEnumerable<string> Kept => _parts.Values;

    public override string[] Expected => ["""{"sku":"s1","size":{"width":1.50},"by":"upsert"}""", """{"sku":"s2","by":"upsert"}""", """{"sku":"s3","size":{"width":3},"by":"upsert"}"""];

    protected override ApiReply Answer(ApiCall call)
    {
        if (call.Path == "/token")
        {
            return call.Header("Authorization") == $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"c%3A1:{Good}"))}" && call.Form["scope"] == "parts" && !call.Form.ContainsKey("client_secret")
                ? ApiReply.Json($$"""{"access_token":"{{Token}}","expires_in":3600}""")
                : ApiReply.Json("""{"error":"invalid_client"}""", 401);
        }
        if (call.Header("Authorization") != $"Bearer {Token}")
            return new ApiReply(401);
        return call.Path == "/api/version" ? ApiReply.Json("""{"version":7.1}""") : Put(call.Json["parts"]!.AsArray());
    }

    private ApiReply Put(JsonArray parts)
    {
        var problems = new JsonArray();
        foreach (var part in parts)
        {
            if (part!["sku"]!.ToString() == "bad")
                problems.Add(JsonNode.Parse("""{"sku":"bad","kind":"unknownSku","text":"There is no part 'bad'"}"""));
            else
                _parts[part["sku"]!.ToString()] = part.ToJsonString();
        }
        return ApiReply.Of(new JsonObject { ["problems"] = problems });
    }
}

public sealed class TenantManifestTests : VendorConformance<TenantApi>
{
    [Fact]
    public async Task One_token_serves_all_requests()
    {
        await WriteAsync(Vendor.GoodRows);

        Assert.Single(Vendor.Api.Calls, call => call.Path == "/token");
        Assert.Equal(2, Vendor.Api.Calls.Count(call => call.Method == "PUT"));
    }
}
