using System.Text.Json.Nodes;

namespace FunctionsPlatform.Connectors.BlobFiles;

internal static class BlobConfigurationSchema
{
    public static JsonObject Make() => JsonNode.Parse(
        """
        {
          "type": "object",
          "required": ["container"],
          "properties": {
            "connection_string": { "type": "string", "title": "Connection string", "secret": true },
            "account_url": { "type": "string", "title": "Address of the account", "description": "In place of a connection string: https://example.blob.core.windows.net" },
            "sas_token": { "type": "string", "title": "Shared access signature", "description": "Must allow creating and writing blobs", "secret": true },
            "use_managed_identity": { "type": "boolean", "title": "Sign in as the deployment", "description": "Where the deployment allows that for the account", "default": false },
            "container": { "type": "string", "title": "Container", "description": "It must be there" },
            "prefix": { "type": "string", "title": "Folder", "description": "Goes before every name" },
            "path_template": { "type": "string", "title": "Names of files", "default": "{stream}/{date}/{run}-{chunk}-{batch}.{extension}" },
            "format": { "type": "string", "title": "Format", "enum": ["csv", "jsonl", "parquet"], "default": "csv" },
            "compression": { "type": "string", "title": "Compression", "enum": ["none", "gzip"], "default": "none" },
            "header": { "type": "boolean", "title": "Names of columns in the first line (CSV)", "default": true },
            "delimiter": { "type": "string", "title": "Between values (CSV)", "enum": [",", ";", "|", "tab"], "default": "," },
            "null_text": { "type": "string", "title": "What stands for NULL (CSV)", "default": "" },
            "batch_rows": { "type": "integer", "title": "Rows of one file at most", "default": 50000 }
          }
        }
        """)!.AsObject();
}
