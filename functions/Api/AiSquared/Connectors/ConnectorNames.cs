namespace FunctionsPlatform.Api.AiSquared;

/// <summary>The product's names of connectors, and the platform's words for them. What is not listed goes by the platform's word.</summary>
internal static class ConnectorNames
{
    private static readonly (string Name, string Type)[] Known =
    [
        ("Postgresql", "postgresql"),
        ("MariaDB", "mariadb"),
        ("Mysql", "mysql"),
        ("MicrosoftSql", "sqlserver"),
        ("Sqlite", "sqlite"),
        ("DuckDb", "duckdb"),
        ("AzureBlobStorage", "azure_blob"),
        ("Http", "http"),
        ("Slack", "slack"),
        ("Hubspot", "hubspot"),
        ("SalesforceCrm", "salesforce"),
        ("GoogleSheets", "google_sheets"),
        ("Airtable", "airtable"),
        ("Klaviyo", "klaviyo"),
        ("Zendesk", "zendesk"),
        ("Mailchimp", "mailchimp"),
        ("Stripe", "stripe"),
        ("Iterable", "iterable"),
    ];

    private static readonly Dictionary<string, string> ByType = Known.ToDictionary(known => known.Type, known => known.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, string> ByName = Known.ToDictionary(known => known.Name, known => known.Type, StringComparer.OrdinalIgnoreCase);

    public static string Of(string type) => ByType.GetValueOrDefault(type, type);

    /// <param name="name">In any case.</param>
    public static string TypeOf(string name) => ByName.GetValueOrDefault(name, name);
}
