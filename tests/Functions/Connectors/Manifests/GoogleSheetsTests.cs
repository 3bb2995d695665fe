using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class GoogleSheetsApi : Vendor
{
    private static readonly RSA Key1 = RSA.Create(2048);

    /// <summary>The sheet's rows below the header.</summary>
    public List<string[]> Grid { get; } = [];

    public override Manifest Manifest { get; } = BuiltIn("google_sheets");

    public override JsonObject Configuration => new()
    {
        ["base_url"] = Api.Url,
        ["spreadsheet_link"] = "https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5/edit#gid=0",
        ["credentials_json"] = Credentials(Key1),
    };

    public override string Credential => "credentials_json";

    public override bool IssuesTokens => true;

    public override string Version => "Google Sheets: Customers";

    public override string Stream => "Bob's sheet";

    public override string[] Key => ["e-mail"];

    public override ResultColumn[] Columns { get; } = Rows.Columns(("e-mail", ColumnKind.Text), ("amount", ColumnKind.Decimal), ("no.", ColumnKind.Integer));

    public override object?[][] GoodRows => [["a@example.com", 1.5m, 1L], ["b@example.com", null, 2L], ["c@example.com", 3m, 3L]];

    public override object?[] BadRow => [new string('x', 50_001), 1m, 4L];

    public override (string Code, string Message) Complaint => ("invalid_argument", "Your input contains more than the maximum of 50000 characters in a single cell.");

    public override IEnumerable<string> Kept => Grid.Select(row => string.Join('|', row));

    public override string[] Expected => ["1||a@example.com|1.5", "2||b@example.com|", "3||c@example.com|3"];

    public JsonObject Credentials(RSA key) => new()
    {
        ["type"] = "service_account", ["client_email"] = "sync@example.iam.gserviceaccount.com", ["private_key_id"] = "k1",
        ["private_key"] = key.ExportPkcs8PrivateKeyPem(), ["token_uri"] = $"{Api.Url}/token",
    };

    protected override ApiReply Answer(ApiCall call)
    {
        if (call.Path == "/token")
            return IssueToken(call.Form);
        if (call.Header("Authorization") != $"Bearer {Token}")
            return ApiReply.Json("""{"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}}""", 401);
        const string spreadsheet = "/v4/spreadsheets/1BxiMVs0XRA5";
        const string sheet = "'Bob''s sheet'";
        return (call.Method, call.Path) switch
        {
            ("GET", spreadsheet) when call.Parameters["fields"] == "properties.title" => ApiReply.Json("""{"properties":{"title":"Customers"}}"""),
            ("GET", spreadsheet) => ApiReply.Json("""{"sheets":[{"properties":{"sheetId":0,"title":"Bob's sheet","index":0,"sheetType":"GRID"}},{"properties":{"sheetId":1,"title":"Chart","sheetType":"OBJECT"}}]}"""),
            ("GET", $"{spreadsheet}/values/{sheet}!1:1") => ApiReply.Json("""{"range":"'Bob''s sheet'!A1:Z1","majorDimension":"ROWS","values":[["no.","","e-mail","amount"]]}"""),
            ("GET", $"{spreadsheet}/values/{sheet}!C2:C") => ApiReply.Of(new JsonObject { ["values"] = Array(Grid.Select(row => row[2].Length == 0 ? new JsonArray() : new JsonArray(row[2]))) }),
            ("POST", $"{spreadsheet}/values/{sheet}!A1:D1:append") when call.Parameters["valueInputOption"] == "RAW" => Write(call.Json["values"]!.AsArray(), Grid.Add),
            ("POST", $"{spreadsheet}/values:batchUpdate") => Change(call.Json),
            ("POST", $"{spreadsheet}/values:batchClear") => Clear(call.Json),
            _ => ApiReply.Json("""{"error":{"code":400,"message":"Unable to parse range","status":"INVALID_ARGUMENT"}}""", 400),
        };
    }

    private ApiReply IssueToken(Dictionary<string, string> form)
    {
        var handler = new JsonWebTokenHandler();
        var token = handler.ReadJsonWebToken(form["assertion"]);
        var isGood = handler.ValidateTokenAsync(form["assertion"], new TokenValidationParameters
        {
            IssuerSigningKey = new RsaSecurityKey(Key1.ExportParameters(false)), ValidateLifetime = false, ValidIssuer = "sync@example.iam.gserviceaccount.com", ValidAudience = $"{Api.Url}/token", ValidAlgorithms = ["RS256"],
        }).GetAwaiter().GetResult().IsValid;
        return isGood && token.GetClaim("scope").Value == "https://www.googleapis.com/auth/spreadsheets" && token.ValidTo - token.IssuedAt == TimeSpan.FromHours(1)
            ? ApiReply.Json($$"""{"access_token":"{{Token}}","expires_in":3599,"token_type":"Bearer"}""")
            : ApiReply.Json("""{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""", 400);
    }

    private ApiReply Change(JsonNode body)
    {
        foreach (var range in body["data"]!.AsArray())
        {
            var row = RowOf(range!["range"]!.ToString());
            if (Write(range["values"]!.AsArray(), values => Grid[row] = [.. values.Zip(Grid[row], (written, before) => written == "null" ? before : written)]) is { Status: not 200 } refused)
                return refused;
        }
        return ApiReply.Json("{}");
    }

    private ApiReply Clear(JsonNode body)
    {
        foreach (var range in body["ranges"]!.AsArray())
            Grid[RowOf(range!.ToString())] = ["", "", "", ""];
        return ApiReply.Json("{}");
    }

    /// <summary>'Bob''s sheet'!A2:D2 is the first row below the header.</summary>
    private static int RowOf(string range)
    {
        Assert.Matches(@"^'Bob''s sheet'!A\d+:D\d+$", range);
        return int.Parse(range[(range.LastIndexOf('D') + 1)..], null) - 2;
    }

    /// <summary>All rows, or none when one is refused.</summary>
    private static ApiReply Write(JsonArray rows, Action<string[]> write)
    {
        var texts = rows.Select(row => row!.AsArray().Select(cell => cell?.ToString() ?? "null").ToArray()).ToList();
        if (texts.Exists(row => row.Any(cell => cell.Length > 50_000)))
            return ApiReply.Json("""{"error":{"code":400,"message":"Your input contains more than the maximum of 50000 characters in a single cell.","status":"INVALID_ARGUMENT"}}""", 400);
        texts.ForEach(row => write([.. row.Select(cell => cell == "null" ? "" : cell)]));
        return ApiReply.Json("{}");
    }
}

public sealed class GoogleSheetsTests : VendorConformance<GoogleSheetsApi>
{
    [Fact]
    public async Task Columns_without_a_name_keep_their_place_and_cannot_be_written()
    {
        var sheet = Assert.Single(await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None));

        Assert.Equal([("no.", false), ("(2)", true), ("e-mail", false), ("amount", false)], sheet.Fields.Select(field => (field.Name, field.IsReadOnly)));
        Assert.Equal([["no."], ["e-mail"], ["amount"]], sheet.Keys);
    }

    [Fact]
    public async Task Rows_are_found_by_their_key_and_changed_where_they_are()
    {
        Vendor.Grid.AddRange([["9", "x", "b@example.com", "0"], ["", "", "", ""], ["8", "", "z@example.com", "5"]]);

        Assert.Empty(await WriteAsync(Vendor.GoodRows));

        Assert.Equal(["2||b@example.com|", "|||", "8||z@example.com|5", "1||a@example.com|1.5", "3||c@example.com|3"], Vendor.Kept);
    }

    [Fact]
    public async Task A_row_to_change_that_is_not_there_is_rejected_and_one_to_delete_is_fine()
    {
        Vendor.Grid.Add(["9", "", "b@example.com", "0"]);

        var rejections = await WriteAsync(Vendor.Stream, Vendor.Columns, ["e-mail"], RowOperations.Update, Vendor.GoodRows);
        Assert.Equal([(0, "row_not_found"), (2, "row_not_found")], rejections.Select(rejection => (rejection.Row, rejection.Code)));
        Assert.Empty(await WriteAsync(Vendor.Stream, Rows.Columns(("e-mail", ColumnKind.Text)), ["e-mail"], RowOperations.Delete, ["b@example.com"], ["none@example.com"]));
        Assert.Equal(["|||"], Vendor.Kept);
    }

    [Fact]
    public async Task A_key_that_did_not_sign_is_refused()
    {
        using var other = RSA.Create(2048);
        var configuration = Vendor.Configuration;
        configuration["credentials_json"] = Vendor.Credentials(other).ToJsonString();

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Destination.CheckAsync(new DestinationSettings(configuration), CancellationToken.None));

        Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
        Assert.Contains("Invalid JWT Signature", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_that_is_none_is_told() =>
        Assert.Equal("credentials_json", Assert.Single(Destination.Validate(Vendor.WrongSettings)).Path);
}
