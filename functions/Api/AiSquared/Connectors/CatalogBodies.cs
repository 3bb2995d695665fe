using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Api.AiSquared;

/// <param name="CatalogHash">SHA-1 of the catalog as it is written here: it changes when the catalog does.</param>
public sealed record CatalogAttributes(int ConnectorId, int WorkspaceId, JsonObject Catalog, string CatalogHash);

public sealed record CreateCatalogRequest(long ConnectorId, CatalogFields? Catalog = null);

/// <param name="ConnectorId">Cannot change.</param>
public sealed record UpdateCatalogRequest(CatalogFields? Catalog = null, long? ConnectorId = null);

/// <param name="JsonSchema">JSON Schema of the one stream that the catalog describes.</param>
/// <param name="Name">Of the stream; the connector's own without it.</param>
public sealed record CatalogFields(JsonObject? JsonSchema = null, string? Name = null);

public sealed record Catalog(
    IReadOnlyList<CatalogStream> Streams,
    int? RequestRateLimit = null,
    string? RequestRateLimitUnit = null,
    int? RequestRateConcurrency = null,
    string SchemaMode = "schema")
{
    public static Catalog Of(SchemaCatalog schema) =>
        new([.. schema.Tables.Select(table => CatalogStream.Of(table, table.Schema == schema.DefaultSchema ? null : table.Schema))]);

    public static Catalog Of(IReadOnlyList<DestinationStream> streams) => new([.. streams.Select(CatalogStream.Of)])
    {
        SchemaMode = streams.Count > 0 && streams.All(stream => stream.AcceptsOtherFields) ? "schemaless" : "schema",
    };
}

public sealed record CatalogStream(string Name, string Action, JsonObject JsonSchema)
{
    private static readonly string[] BothModes = [SyncModes.FullRefresh, SyncModes.Incremental];

    public IReadOnlyList<string> SupportedSyncModes { get; init; } = BothModes;

    public bool SourceDefinedCursor { get; init; }

    public IReadOnlyList<string> DefaultCursorField { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<string>> SourceDefinedPrimaryKey { get; init; } = [];

    public string? Namespace { get; init; }

    public string? Url { get; init; }

    public string? RequestMethod { get; init; }

    public bool BatchSupport { get; init; }

    public int? BatchSize { get; init; }

    public int? RequestRateLimit { get; init; }

    public string? RequestRateLimitUnit { get; init; }

    public int? RequestRateConcurrency { get; init; }

    public static CatalogStream Of(SchemaTable table, string? schema) => new(
        schema is null ? table.Name : $"{schema}.{table.Name}", "fetch", CatalogSchema.Of(table.Columns))
    {
        Namespace = table.Schema,
        SourceDefinedPrimaryKey = table.PrimaryKey.Count > 0 ? [table.PrimaryKey] : [],
    };

    public static CatalogStream Of(DestinationStream stream) => new(stream.Name, "create", CatalogSchema.Of(stream))
    {
        SourceDefinedPrimaryKey = stream.Keys,
        BatchSupport = true,
    };
}
