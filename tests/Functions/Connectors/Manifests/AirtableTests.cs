using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class AirtableApi : Vendor
{
    private readonly SortedDictionary<string, string> _records = [];

    public override Manifest Manifest { get; } = BuiltIn("airtable");

    public override JsonObject Configuration => new() { ["base_url"] = Api.Url, ["access_token"] = Good, ["base_id"] = "appLkNDICXNqxSDhG" };

    public override string Credential => "access_token";

    public override string Version => "Airtable: 1 tables";

    public override string Stream => "Customers";

    public override string[] Key => ["No."];

    public override ResultColumn[] Columns { get; } = Rows.Columns(("No.", ColumnKind.Integer), ("Name", ColumnKind.Text), ("Tags", ColumnKind.Json));

    public override object?[][] GoodRows => [[1L, "Ann", """["new"]"""], [2L, null, null], [3L, "Cid", "[]"]];

    public override object?[] BadRow => [4L, "Dee", "\"none\""];

    public override (string Code, string Message) Complaint => ("invalid_value_for_column", "Field \"Tags\" cannot accept the provided value");

    public override IEnumerable<string> Kept => _records.Values;

    public override string[] Expected => ["""{"No.":1,"Name":"Ann","Tags":["new"]}""", """{"No.":2,"Name":null,"Tags":null}""", """{"No.":3,"Name":"Cid","Tags":[]}"""];

    protected override ApiReply Answer(ApiCall call)
    {
        if (call.Header("Authorization") != $"Bearer {Good}")
            return ApiReply.Json("""{"error":{"type":"AUTHENTICATION_REQUIRED","message":"Authentication required"}}""", 401);
        return (call.Method, call.Path) switch
        {
            ("GET", "/v0/meta/bases/appLkNDICXNqxSDhG/tables") => ApiReply.Json(Tables),
            ("PATCH", "/v0/appLkNDICXNqxSDhG/tbltp8DGLhqbUmjK1") => Upsert(call.Json),
            ("DELETE", "/v0/appLkNDICXNqxSDhG/tbltp8DGLhqbUmjK1") => Delete(call),
            _ => ApiReply.Json("""{"error":"NOT_FOUND"}""", 404),
        };
    }

    /// <summary>At most ten, and all of them or none.</summary>
    private ApiReply Upsert(JsonNode body)
    {
        var records = body["records"]!.AsArray();
        if (records.Count > 10)
            return ApiReply.Json("""{"error":{"type":"INVALID_REQUEST_UNKNOWN","message":"Too many records"}}""", 422);
        if (records.Any(record => record!["fields"]!["Tags"] is JsonValue))
            return ApiReply.Json("""{"error":{"type":"INVALID_VALUE_FOR_COLUMN","message":"Field \"Tags\" cannot accept the provided value"}}""", 422);
        Assert.Equal("""["No."]""", body["performUpsert"]!["fieldsToMergeOn"]!.ToJsonString());
        Assert.Equal("false", body["typecast"]!.ToJsonString());
        foreach (var record in records)
            _records[record!["fields"]!["No."]!.ToString()] = record["fields"]!.ToJsonString();
        return ApiReply.Json("""{"records":[],"createdRecords":[],"updatedRecords":[]}""");
    }

    private static ApiReply Delete(ApiCall call) => call.Query.Contains("recGone", StringComparison.Ordinal)
        ? ApiReply.Json("""{"error":{"type":"MODEL_ID_NOT_FOUND","message":"Could not find a record"}}""", 404)
        : ApiReply.Json("""{"records":[]}""");

    private const string Tables =
        """
        {"tables":[{"id":"tbltp8DGLhqbUmjK1","name":"Customers","primaryFieldId":"fld1","fields":[
          {"id":"fld1","name":"No.","type":"number","options":{"precision":0}},
          {"id":"fld2","name":"Name","type":"singleLineText","description":"As on the door"},
          {"id":"fld3","name":"Tags","type":"multipleSelects","options":{"choices":[{"id":"s1","name":"new"}]}},
          {"id":"fld4","name":"Since","type":"createdTime"},
          {"id":"fld5","name":"Total","type":"rollup"}]}]}
        """;
}

public sealed class AirtableTests : VendorConformance<AirtableApi>
{
    [Fact]
    public async Task Computed_fields_cannot_be_written()
    {
        var table = Assert.Single(await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None));

        Assert.Equal(["Since", "Total"], table.Fields.Where(field => field.IsReadOnly).Select(field => field.Name));
        Assert.Equal([["id"], ["No."], ["Name"]], table.Keys);
    }

    [Fact]
    public async Task More_than_ten_records_go_in_several_requests()
    {
        Assert.Empty(await WriteAsync([.. Enumerable.Range(1, 25).Select(no => new object?[] { (long)no, "x", null })]));

        Assert.Equal([5, 10, 10], Vendor.Api.Calls.Where(call => call.Method == "PATCH").Select(call => call.Json["records"]!.AsArray().Count).Order());
        Assert.Equal(25, Vendor.Kept.Count());
    }

    [Fact]
    public async Task A_limit_without_a_time_is_waited_out_for_thirty_seconds()
    {
        await using var writer = await OpenAsync();
        var before = Clock.Waited;
        Vendor.Api.Faults.Enqueue(_ => ApiReply.Json("""{"errors":[{"error":"RATE_LIMIT_REACHED","message":"Rate limit exceeded. Please try again later"}]}""", 429));

        Assert.Empty(await writer.WriteAsync(Rows.Batch(RowOperations.Upsert, Vendor.GoodRows), CancellationToken.None));

        Assert.True(Clock.Waited - before >= TimeSpan.FromSeconds(30), $"{Clock.Waited - before}");
    }

    [Fact]
    public async Task A_record_that_is_gone_is_deleted()
    {
        Assert.Empty(await WriteAsync("Customers", Rows.Columns(("id", ColumnKind.Text)), ["id"], RowOperations.Delete, ["rec1"], ["recGone"], ["rec3"]));

        Assert.Contains(Vendor.Api.Calls, call => call.Query == "?records%5B%5D=rec1&records%5B%5D=recGone&records%5B%5D=rec3");
    }
}
