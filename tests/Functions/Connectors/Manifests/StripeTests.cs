using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

public sealed class StripeApi : Vendor
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ApiReply> _answered = [];

    public override Manifest Manifest { get; } = BuiltIn("stripe");

    public override JsonObject Configuration => new() { ["base_url"] = Api.Url, ["api_key"] = Good };

    public override string Credential => "api_key";

    public override string Version => "Stripe";

    public override string Stream => "customers";

    public override RowOperations Operation => RowOperations.Append;

    public override string[] Key => [];

    public override ResultColumn[] Columns { get; } =
        Rows.Columns(("email", ColumnKind.Text), ("address.city", ColumnKind.Text), ("preferred_locales[]", ColumnKind.Json), ("metadata.active", ColumnKind.Boolean));

    public override object?[][] GoodRows => [["a@example.com", "Köln & Bonn", """["de","en"]""", true], ["b@example.com", null, null, false], ["c@example.com", "Ulm", "[]", null]];

    public override object?[] BadRow => ["bad", "x", null, null];

    public override (string Code, string Message) Complaint => ("email_invalid", "Invalid email address: bad");

    public override IEnumerable<string> Kept => _customers.Values.Select(customer => string.Join(' ', customer.Select(pair => $"{pair.Key}={pair.Value}"))).Order(StringComparer.Ordinal);

    public override string[] Expected =>
    [
        "address[city]=Köln & Bonn email=a@example.com metadata[active]=true preferred_locales[0]=de preferred_locales[1]=en",
        "address[city]=Ulm email=c@example.com",
        "email=b@example.com metadata[active]=false",
    ];

    protected override ApiReply Answer(ApiCall call)
    {
        if (call.Header("Authorization") != $"Bearer {Good}")
            return ApiReply.Json($$"""{"error":{"message":"Invalid API Key provided: {{call.Header("Authorization")?[7..]}}","type":"invalid_request_error"} }""", 401);
        lock (_lock)
        {
            if (call.Header("Idempotency-Key") is not { } key)
                return Act(call);
            if (!_answered.TryGetValue(key, out var before))
                _answered[key] = before = Act(call);
            return before;
        }
    }

    private ApiReply Act(ApiCall call)
    {
        var id = call.Path.Split('/')[^1];
        return (call.Method, id) switch
        {
            ("GET", "customers") => List(call.Parameters.GetValueOrDefault("email")),
            ("POST", "customers") => Create(call.Form),
            ("POST", _) when _customers.ContainsKey(id) => Update(_customers[id], call.Form),
            ("DELETE", _) when _customers.Remove(id) => ApiReply.Json($$"""{"id":"{{id}}","object":"customer","deleted":true}"""),
            _ => ApiReply.Json($$"""{"error":{"code":"resource_missing","message":"No such customer: '{{id}}'","param":"id","type":"invalid_request_error"} }""", 404),
        };
    }

    private ApiReply List(string? email) => ApiReply.Of(new JsonObject
    {
        ["object"] = "list",
        ["data"] = Array(_customers.Where(customer => customer.Value["email"] == email).Select(customer => new JsonObject { ["id"] = customer.Key, ["email"] = email })),
    });

    private ApiReply Create(Dictionary<string, string> form)
    {
        if (form["email"] == "bad")
            return ApiReply.Json("""{"error":{"code":"email_invalid","message":"Invalid email address: bad","param":"email","type":"invalid_request_error"}}""", 400);
        if (form.FirstOrDefault(field => field.Value.Length == 0).Key is { } empty)
            return ApiReply.Json($$"""{"error":{"code":"parameter_invalid_empty","message":"You passed an empty string for '{{empty}}'.","type":"invalid_request_error"} }""", 400);
        _customers[$"cus_{_customers.Count}"] = new(form, StringComparer.Ordinal);
        return ApiReply.Json("""{"id":"cus_1","object":"customer"}""");
    }

    private static ApiReply Update(SortedDictionary<string, string> customer, Dictionary<string, string> form)
    {
        foreach (var (name, value) in form)
        {
            if (value.Length == 0)
                customer.Remove(name);
            else
                customer[name] = value;
        }
        return ApiReply.Json("{}");
    }
}

public sealed class StripeTests : VendorConformance<StripeApi>
{
    [Fact]
    public async Task Customers_are_found_by_their_address_and_changed_or_made()
    {
        await WriteAsync(Vendor.GoodRows[..2]);

        await using var writer = await OpenAsync("customers", Rows.Columns(("email", ColumnKind.Text), ("address.city", ColumnKind.Text)), ["email"], RowOperations.Upsert);
        Assert.Empty(await writer.WriteAsync(new WriteBatch(new BatchId(Rows.Run, 2, 4), RowOperations.Upsert, [["a@example.com", null], ["c@example.com", "Ulm"]]), CancellationToken.None));

        Assert.Equal(["address[city]=Ulm email=c@example.com", "email=a@example.com metadata[active]=true preferred_locales[0]=de preferred_locales[1]=en", "email=b@example.com metadata[active]=false"], Vendor.Kept);
    }

    [Fact]
    public async Task A_customer_that_is_gone_is_not_there_to_change_and_deleted_already()
    {
        var columns = Rows.Columns(("id", ColumnKind.Text), ("name", ColumnKind.Text));

        Assert.Equal(new RowRejection(0, "row_not_found", "No such customer: 'cus_9'"), Assert.Single(await WriteAsync("customers", columns, ["id"], RowOperations.Update, ["cus_9", "x"])));
        Assert.Empty(await WriteAsync("customers", columns, ["id"], RowOperations.Delete, ["cus_9", null]));
    }
}
