using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Rows;
using FunctionsPlatform.Connectors.Http.Syntax;

namespace FunctionsPlatform.Connectors.Http;

/// <param name="IsOfOneRow">Whether it has room for one row alone.</param>
/// <param name="TellsOperation">Whether the receiver is told what to do with the rows.</param>
internal sealed record HttpBody(BodyPlan Plan, bool IsOfOneRow, bool TellsOperation)
{
    private static readonly RowShape Row = new(new RowForm());

    private static readonly Dictionary<string, HttpBody> Forms = new()
    {
        // {"records": [{"fields": {...}}]}
        ["records"] = new(new ShapedBody(Object(("records", new RowsShape(Object(("fields", Row)))))), IsOfOneRow: false, TellsOperation: false),
        // {"data": {...}, "metadata": {...}}
        ["single"] = new(new ShapedBody(Object(("data", Row), ("metadata", new MetadataShape()))), IsOfOneRow: true, TellsOperation: true),
        // {"sync_mode": "...", "rows": [{"data": {...}, "operation": "...", "primary_key": ...}]}
        ["rows"] = new(
            new ShapedBody(Object(
                ("sync_mode", new SyncModeShape()),
                ("rows", new RowsShape(Object(("data", Row), ("operation", new OperationShape()), ("primary_key", new KeyShape())))))),
            IsOfOneRow: false,
            TellsOperation: true),
        ["object"] = new(new ShapedBody(Row), IsOfOneRow: true, TellsOperation: false),
        ["array"] = new(new ShapedBody(new RowsShape(Row)), IsOfOneRow: false, TellsOperation: false),
    };

    public static HttpBody Read(JsonSource source, TemplateNames names)
    {
        var contentType = source.Text("content_type", maxLength: 100);
        if (contentType is not null && !System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out _))
            source.Error("content_type", "This is no media type.");
        var template = source.Template("body", names);
        var form = source.Text("body_form") ?? (template is null ? "records" : "template");
        if (form == "template" && template is not null)
        {
            var tellsOperation = template.Variables.Any(variable => variable.Root == "operation");
            return new(new TemplateBody(template, contentType ?? "application/json"), HttpConfiguration.ReadsRow(template), tellsOperation);
        }
        if (form == "template")
            source.Error("body", "This is missing.");
        else if (!Forms.ContainsKey(form))
            source.Error("body_form", $"This must be one of {string.Join(", ", Forms.Keys)}, template.");
        var body = Forms.GetValueOrDefault(form) ?? Forms["records"];
        if (contentType is not null && body.Plan is ShapedBody shaped)
            body = body with { Plan = shaped with { ContentType = contentType } };
        if (!body.Plan.IsJson && !(body.Plan.IsForm && body.IsOfOneRow))
            source.Error("content_type", "Bodies of this form are JSON; those of one row may be application/x-www-form-urlencoded.");
        return body;
    }

    private static ObjectShape Object(params (string Name, BodyShape Value)[] members) => new([.. members.Select(member => KeyValuePair.Create(member.Name, member.Value))]);

    private sealed record OperationShape : BodyShape
    {
        public override void Write(Utf8JsonWriter json, RequestScope scope) => json.WriteStringValue(scope.Operation);
    }

    /// <summary>The sync's own word, or else what is done.</summary>
    private sealed record SyncModeShape : BodyShape
    {
        public override void Write(Utf8JsonWriter json, RequestScope scope) =>
            json.WriteStringValue(scope.Writer.Target.Options["sync_mode"] is { } mode ? mode.ToString() : scope.Operation);
    }

    /// <summary>What the sync's settings for the destination say of it, and what is done.</summary>
    private sealed record MetadataShape : BodyShape
    {
        public override void Write(Utf8JsonWriter json, RequestScope scope)
        {
            json.WriteStartObject();
            json.WritePropertyName("sync_mode");
            new SyncModeShape().Write(json, scope);
            json.WriteString("operation", scope.Operation);
            json.WriteString("run_id", scope.Run);
            if (scope.Writer.Target.Options["metadata"] is System.Text.Json.Nodes.JsonObject more)
            {
                foreach (var (name, value) in more.Where(member => member.Key is not ("sync_mode" or "operation" or "run_id")))
                {
                    json.WritePropertyName(name);
                    JsonSerializer.Serialize(json, value);
                }
            }
            json.WriteEndObject();
        }
    }
}
