using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class ManifestReaderTests
{
    public static TheoryData<string> Names => new(BuiltInManifests.Names);

    [Fact]
    public void Ten_manifests_come_with_the_app() => Assert.Equal(
        ["airtable", "google_sheets", "hubspot", "iterable", "klaviyo", "mailchimp", "salesforce", "slack", "stripe", "zendesk"], BuiltInManifests.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_tells_what_it_is_and_keeps_its_secrets(string name)
    {
        var definition = BuiltInManifests.Read(name).Definition;

        Assert.Equal(name, definition.Type);
        Assert.StartsWith("https://", definition.DocumentationUrl, StringComparison.Ordinal);
        var properties = definition.ConfigurationSchema["properties"]!.AsObject();
        Assert.Contains(properties, property => property.Value!["secret"]?.GetValue<bool>() == true);
        Assert.All(properties, property => Assert.Equal(
            property.Key.Contains("token", StringComparison.Ordinal) || property.Key.Contains("secret", StringComparison.Ordinal) || property.Key is "api_key" or "credentials_json" ? property.Key : null,
            property.Value!["secret"]?.GetValue<bool>() == true || property.Key == "token_url" ? property.Key : null));
    }

    [Fact]
    public void A_good_manifest_is_read() => Assert.True(ManifestReader.Read(Good().ToJsonString()).Succeeded(out _, out _));

    [Theory]
    [InlineData("$.titel", "titel", "\"x\"")]
    [InlineData("$.type", "type", "\"Acme Parts\"")]
    [InlineData("$.category", "category", "\"toys\"")]
    [InlineData("$.base_url", "base_url", "\"{{ config.adress }}\"")]
    [InlineData("$.base_url", "base_url", "\"{{ environment.PATH }}\"")]
    [InlineData("$.concurrency", "concurrency", "1000")]
    [InlineData("$.rate_limit", "rate_limit", "{\"requests\":5}")]
    [InlineData("$.headers.Host", "headers", "{\"Host\":\"other.example.com\"}")]
    [InlineData("$.authentication", "authentication", "null")]
    [InlineData("$.authentication.token", "authentication", "{\"type\":\"bearer\"}")]
    [InlineData("$.authentication.type", "authentication", "{\"type\":\"kerberos\"}")]
    [InlineData("$.authentication.credentials", "authentication", "{\"type\":\"service_account\",\"credentials\":\"file\"}")]
    [InlineData("$.check.path", "check", "{\"path\":\"version\"}")]
    [InlineData("$.check.version", "check", "{\"path\":\"/version\",\"version\":\"{{ response.version\"}")]
    [InlineData("$.errors.codes", "errors", "{\"codes\":\"error.code\"}")]
    [InlineData("$.configuration.properties.address.type", "configuration.properties.address", "{\"type\":\"text\",\"title\":\"Address\"}")]
    [InlineData("$.configuration.required", "configuration.required", "[\"adress\"]")]
    [InlineData("$.streams", "streams", "[]")]
    [InlineData("$.streams[0].keys[0]", "streams.0.keys", "[\"serial\"]")]
    [InlineData("$.streams[0].fields[0].kind", "streams.0.fields.0.kind", "\"varchar\"")]
    [InlineData("$.streams[0].fields", "streams.0.fields", "[]")]
    [InlineData("$.streams[0].operations", "streams.0.operations", "{}")]
    [InlineData("$.streams[0].operations.replace", "streams.0.operations.replace", "{\"path\":\"/x\"}")]
    [InlineData("$.streams[0].operations.upsert", "streams.0.keys", "[]")]
    [InlineData("$.streams[0].operations.upsert.method", "streams.0.operations.upsert.method", "\"TRACE\"")]
    [InlineData("$.streams[0].operations.upsert.rows", "streams.0.operations.upsert.rows", "0")]
    [InlineData("$.streams[0].operations.upsert.path", "streams.0.operations.upsert.path", "\"/parts/{{ row.serial }}\"")]
    [InlineData("$.streams[0].operations.upsert.path", "streams.0.operations.upsert.path", "\"/parts/{{ found }}\"")]
    [InlineData("$.streams[0].operations.upsert.body.part", "streams.0.operations.upsert.body", "{\"part\":{\"$field\":\"serial\"}}")]
    [InlineData("$.streams[0].operations.upsert.body.part", "streams.0.operations.upsert.body", "{\"part\":{\"$everything\":1}}")]
    [InlineData("$.streams[0].operations.upsert.body.part", "streams.0.operations.upsert.body", "{\"part\":\"{{ row.sku | shout }}\"}")]
    [InlineData("$.streams[0].operations.upsert.results.field", "streams.0.operations.upsert.results", "{\"items\":\"/a\",\"match\":\"value\",\"at\":\"/b\",\"field\":\"serial\"}")]
    [InlineData("$.streams[0].operations.upsert.results.items", "streams.0.operations.upsert.results", "{\"match\":\"position\"}")]
    [InlineData("$.streams[0].operations.upsert.job.done", "streams.0.operations.upsert.job", "{\"path\":\"/jobs/{{ response.id }}\",\"state\":\"/state\"}")]
    [InlineData("$.streams[0].operations.upsert.body", "streams.0.operations.upsert.body", "{\"$use\":\"nothing\"}")]
    public void A_mistake_is_told_with_its_path(string path, string place, string json)
    {
        var manifest = Good();
        Put(manifest, place, JsonNode.Parse(json));

        Assert.False(ManifestReader.Read(manifest.ToJsonString()).Succeeded(out _, out var error));

        Assert.Equal((ErrorKind.Invalid, "manifest_invalid"), (error.Kind, error.Code));
        Assert.Contains(error.Fields!, mistake => mistake.Path == path);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var manifest = Good();
        Put(manifest, "title", null);
        Put(manifest, "base_url", "{{ nothing }}");
        Put(manifest, "streams.0.operations.upsert.extra", 1);

        var error = ManifestReader.Read(manifest.ToJsonString()).Error;

        Assert.Equal(["$.base_url", "$.streams[0].operations.upsert.extra", "$.title"], error.Fields!.Select(mistake => mistake.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"shared":[],"streams":{}}""")]
    [InlineData("""{"streams":[1,"two",null],"configuration":7,"authentication":["x"]}""")]
    public void What_is_no_manifest_is_refused(string json) => Assert.Equal("manifest_invalid", ManifestReader.Read(json).Error.Code);

    [Fact]
    public void What_is_no_json_or_too_much_of_it_is_refused()
    {
        Assert.Equal("manifest_malformed", ManifestReader.Read("{").Error.Code);
        Assert.Equal("manifest_malformed", ManifestReader.Read(new string('[', 100)).Error.Code);
        Assert.Equal("manifest_too_large", ManifestReader.Read(new string(' ', ManifestReader.MaxLength + 1)).Error.Code);
    }

    [Fact]
    public void A_part_that_is_used_over_and_over_does_not_grow_without_end()
    {
        var manifest = Good();
        manifest["shared"] = new JsonObject { ["part"] = new JsonObject { ["text"] = new string('x', 100_000) } };
        Put(manifest, "streams.0.operations.upsert.body", new JsonObject { ["parts"] = new JsonArray([.. Enumerable.Range(0, 1_000).Select(_ => JsonNode.Parse("""{"$use":"part"}"""))]) });

        Assert.Contains(ManifestReader.Read(manifest.ToJsonString()).Error.Fields!, mistake => mistake.Message.Contains("too often", StringComparison.Ordinal));
    }

    [Fact]
    public void A_stream_has_no_end_of_fields_and_a_manifest_no_end_of_streams()
    {
        var manifest = Good();
        Put(manifest, "streams.0.fields", new JsonArray([.. Enumerable.Range(0, 501).Select(at => new JsonObject { ["name"] = at == 0 ? "sku" : $"f{at}", ["kind"] = "text" })]));
        Assert.Contains(ManifestReader.Read(manifest.ToJsonString()).Error.Fields!, mistake => mistake.Path == "$.streams[0].fields");

        manifest = Good();
        var stream = manifest["streams"]![0]!;
        manifest["streams"] = new JsonArray([.. Enumerable.Range(0, ManifestReader.MaxStreams + 1).Select(_ => stream.DeepClone())]);
        Assert.Contains(ManifestReader.Read(manifest.ToJsonString()).Error.Fields!, mistake => mistake.Path == "$.streams");
    }

    /// <summary>Sets a member of a member: <c>streams.0.keys</c>; null removes it.</summary>
    private static void Put(JsonNode node, string place, JsonNode? value)
    {
        var steps = place.Split('.');
        foreach (var step in steps[..^1])
            node = (int.TryParse(step, out var at) ? node[at] : node[step])!;
        if (value is null)
            node.AsObject().Remove(steps[^1]);
        else if (int.TryParse(steps[^1], out var at))
            node[at] = value;
        else
            node[steps[^1]] = value;
    }

    private static JsonObject Good() => JsonNode.Parse(
        """
        {
          "manifest_version": 1,
          "type": "acme_parts",
          "title": "Acme parts",
          "category": "api",
          "configuration": {
            "properties": { "address": { "type": "string", "title": "Address" }, "token": { "type": "string", "title": "Token", "secret": true } },
            "required": ["address", "token"]
          },
          "shared": { "body": { "parts": { "$rows": { "$row": {} } } } },
          "base_url": "{{ config.address }}",
          "authentication": { "type": "bearer", "token": "{{ config.token }}" },
          "check": { "path": "/version", "version": "{{ response.version }}" },
          "streams": [
            {
              "name": "parts",
              "fields": [{ "name": "sku", "kind": "text", "required": true }, { "name": "size.width", "kind": "decimal" }],
              "keys": ["sku"],
              "operations": { "upsert": { "rows": 100, "method": "PUT", "path": "/parts", "body": { "$use": "body" } } }
            }
          ]
        }
        """)!.AsObject();
}
