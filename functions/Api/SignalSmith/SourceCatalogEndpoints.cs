using FunctionsPlatform.Access;
using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>What can be a source, and what is in one.</summary>
public sealed class SourceCatalogEndpoints(Connections.Connections connections, ConnectorCatalog connectors)
{
    /// <summary>Stands for the one schema of databases that have none.</summary>
    private const string OnlySchema = "main";

    [Function("SmithSourceTypes_List")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List the types of sources that this deployment reads from, with the configuration that each takes")]
    [Returns<SourceTypeBody>(StatusCodes.Status200OK, IsList = true)]
    public IActionResult Types([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/source-types")] HttpRequest request) =>
        request.ListOrPage([.. connectors.Types.Order(StringComparer.Ordinal).Select(Describe)]);

    [Function("SmithSources_Schemas")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List the schemas of a source", Details = "Those that its credentials can see. A database without schemas has one, `main`.")]
    [QueryParameter("refresh", "true discovers anew.", Type = typeof(bool))]
    [Returns<SourceSchemaBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Schemas(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/sources/{sourceId}/schemas")] HttpRequest request,
        string sourceId,
        CancellationToken cancellationToken)
    {
        if (!(await ReadAsync(request, sourceId, cancellationToken)).Succeeded(out var catalog, out var refusal))
            return request.Refuse(refusal);
        return request.ListOrPage<SourceSchemaBody>(
        [
            .. catalog.Tables.GroupBy(NameOf).OrderBy(schema => schema.Key, StringComparer.Ordinal)
                .Select(schema => new SourceSchemaBody(schema.Key, schema.Key == (catalog.DefaultSchema ?? OnlySchema), schema.Count())),
        ]);
    }

    [Function("SmithSources_Tables")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List the tables and views of a schema of a source")]
    [QueryParameter("refresh", "true discovers anew.", Type = typeof(bool))]
    [Returns<SourceTableBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Tables(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/sources/{sourceId}/schemas/{schema}/tables")] HttpRequest request,
        string sourceId,
        string schema,
        CancellationToken cancellationToken)
    {
        if (!(await ReadAsync(request, sourceId, cancellationToken)).Succeeded(out var catalog, out var refusal))
            return request.Refuse(refusal);
        SourceTableBody[] tables =
        [
            .. from table in catalog.Tables
               where NameOf(table) == schema
               select new SourceTableBody(schema, table.Name, table.IsView ? "view" : "table", table.RowEstimate, table.Description ?? ""),
        ];
        return tables.Length > 0 ? request.ListOrPage(tables) : request.Refuse(SmithErrors.SchemaNotFound(schema));
    }

    [Function("SmithSources_Columns")]
    [RequirePermission(Permissions.ConnectionsRead)]
    [Summary("List the columns of a table of a source")]
    [QueryParameter("refresh", "true discovers anew.", Type = typeof(bool))]
    [Returns<SourceColumnBody>(StatusCodes.Status200OK, IsList = true), Fails(ErrorKind.NotFound, ErrorKind.ConnectionFailed)]
    public async Task<IActionResult> Columns(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}/sources/{sourceId}/schemas/{schema}/tables/{table}/columns")]
        HttpRequest request,
        string sourceId,
        string schema,
        string table,
        CancellationToken cancellationToken)
    {
        if (!(await ReadAsync(request, sourceId, cancellationToken)).Succeeded(out var catalog, out var refusal))
            return request.Refuse(refusal);
        var inSchema = catalog.Tables.Where(known => NameOf(known) == schema).ToArray();
        if (inSchema.Length == 0)
            return request.Refuse(SmithErrors.SchemaNotFound(schema));
        if (inSchema.FirstOrDefault(known => known.Name == table) is not { } found)
            return request.Refuse(SmithErrors.TableNotFound(table));
        return request.ListOrPage<SourceColumnBody>(
        [
            .. found.Columns.Select(column => new SourceColumnBody(
                column.Name, column.Kind, column.DatabaseType, column.IsNullable, found.PrimaryKey.Contains(column.Name), column.Description ?? "")),
        ]);
    }

    private async Task<Result<SchemaCatalog>> ReadAsync(HttpRequest request, string sourceId, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters();
        var refresh = parameters.Flag("refresh");
        if (parameters.Error is { } wrong)
            return wrong;
        return (await connections.OpenAsync(request.Caller().Workspace, SmithIds.Read(sourceId), cancellationToken)).Succeeded(out var open, out var missing)
            ? await connections.SchemaAsync(open, refresh, cancellationToken)
            : SourceRequests.InWords(missing);
    }

    private SourceTypeBody Describe(string type) => connectors.TryGet(type, out var connector)
        ? SourceTypes.Describe(connector)
        : throw new InvalidOperationException($"There is no connector '{type}'.");

    private static string NameOf(SchemaTable table) => table.Schema ?? OnlySchema;
}
