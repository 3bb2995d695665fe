using System.Text.Json.Nodes;

namespace FunctionsPlatform.Connectors.Http;

internal static class HttpConfigurationSchema
{
    public static JsonObject Make() => JsonNode.Parse(
        """
        {
          "type": "object",
          "required": ["url"],
          "properties": {
            "url": { "type": "string", "title": "Address", "description": "Its path and parameters may be a Liquid template of a row: https://api.example.com/people/{{ row.id }}" },
            "method": { "type": "string", "title": "Method", "enum": ["GET", "POST", "PUT", "PATCH", "DELETE"], "default": "POST" },
            "update_url": { "type": "string", "title": "Address for changed rows" },
            "update_method": { "type": "string", "title": "Method for changed rows", "enum": ["GET", "POST", "PUT", "PATCH", "DELETE"] },
            "delete_url": { "type": "string", "title": "Address for removed rows" },
            "delete_method": { "type": "string", "title": "Method for removed rows", "enum": ["GET", "POST", "PUT", "PATCH", "DELETE"] },
            "body_form": { "type": "string", "title": "Form of the body", "enum": ["records", "single", "rows", "object", "array", "template"], "default": "records" },
            "body": { "type": "string", "title": "Body", "description": "A Liquid template, for the form 'template'" },
            "content_type": { "type": "string", "title": "Content type", "default": "application/json" },
            "rows_per_request": { "type": "integer", "title": "Rows in one request", "default": 10 },
            "headers": { "type": "object", "title": "Headers", "description": "Names and Liquid templates" },
            "secret_headers": { "type": "object", "title": "Headers that are kept secret", "secret": true },
            "auth_type": { "type": "string", "title": "Authentication", "enum": ["none", "bearer", "basic", "api_key", "oauth2_client_credentials", "oauth2_refresh_token", "service_account"], "default": "none" },
            "token": { "type": "string", "title": "Bearer token", "secret": true },
            "username": { "type": "string", "title": "User" },
            "password": { "type": "string", "title": "Password", "secret": true },
            "api_key": { "type": "string", "title": "API key", "secret": true },
            "api_key_header": { "type": "string", "title": "Header of the API key", "default": "X-Api-Key" },
            "token_url": { "type": "string", "title": "Address for access tokens" },
            "client_id": { "type": "string", "title": "Client id" },
            "client_secret": { "type": "string", "title": "Client secret", "secret": true },
            "client_in": { "type": "string", "title": "Where the client's secret is sent", "enum": ["body", "header"], "default": "body" },
            "refresh_token": { "type": "string", "title": "Refresh token", "secret": true },
            "scope": { "type": "string", "title": "Scope" },
            "audience": { "type": "string", "title": "Audience" },
            "service_account_json": { "type": "object", "title": "Key file of the service account", "secret": true },
            "rate_limit_requests": { "type": "integer", "title": "Requests in an interval" },
            "rate_limit_seconds": { "type": "integer", "title": "Seconds of the interval", "default": 60 },
            "concurrency": { "type": "integer", "title": "Requests at a time", "default": 4 },
            "timeout_seconds": { "type": "integer", "title": "Seconds that one request may take", "default": 30 },
            "attempts": { "type": "integer", "title": "Attempts of one request", "default": 5 },
            "idempotency_header": { "type": "string", "title": "Header of the idempotency key", "description": "The receiver must do nothing when it gets the same key again" },
            "atomic": { "type": "boolean", "title": "A refused request did nothing", "default": false },
            "results": { "type": "array", "title": "Where answers tell of single rows", "description": "As in manifests" },
            "errors": { "type": "object", "title": "How errors are read", "description": "As in manifests" },
            "check_url": { "type": "string", "title": "Address of the check", "description": "Asked with GET; without one the address itself is asked with OPTIONS" }
          }
        }
        """)!.AsObject();
}
