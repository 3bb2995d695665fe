using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Rows;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>A stream as it is at one tenant.</summary>
internal sealed record FoundStream(DestinationStream Stream, StreamPlan Plan, JsonObject Variables);

/// <summary>Finds the streams of one configuration, and their fields.</summary>
internal sealed class ManifestStreams(ManifestPlan manifest, ApiClient client, RequestBuilder builder, ValuesScope scope, DestinationSettings settings)
{
    private const int MaxItems = 500;
    private const int MaxFields = 2_000;

    private readonly Dictionary<RequestPlan, JsonElement> _lists = [];

    /// <param name="only">The one stream that is wanted; null for all.</param>
    public async Task<IReadOnlyList<FoundStream>> AllAsync(string? only, CancellationToken cancellationToken)
    {
        var found = new List<FoundStream>();
        foreach (var plan in manifest.Streams)
        {
            foreach (var item in await ItemsAsync(plan.Each, cancellationToken))
            {
                var own = item is { } value ? scope.With("item", value) : scope;
                var name = own.Render(plan.Name).Trim();
                if (name.Length > 0 && (only is null || name == only) && !found.Exists(other => other.Stream.Name == name))
                    found.Add(await FindAsync(plan, name, item, own, cancellationToken));
            }
        }
        return found;
    }

    private async Task<IReadOnlyList<JsonElement?>> ItemsAsync(EachPlan? each, CancellationToken cancellationToken)
    {
        if (each is null)
            return [null];
        if (each.Request is not { } request)
            return [.. Texts(each).Take(MaxItems).Select(text => (JsonElement?)JsonSerializer.SerializeToElement(text))];
        if (!_lists.TryGetValue(request, out var answer))
            _lists[request] = answer = await AskAsync(client, builder, request, scope, cancellationToken);
        return each.Items.Find(answer) is { ValueKind: JsonValueKind.Array } items
            ? [.. items.EnumerateArray().Where(item => !each.SkipWhen.Any(condition => condition.Holds(item))).Take(MaxItems).Select(item => (JsonElement?)item)]
            : [];
    }

    /// <summary>A list, or a text of words between commas.</summary>
    private IEnumerable<string> Texts(EachPlan each)
    {
        var configured = each.Property is null ? [] : settings.Configuration[each.Property] switch
        {
            JsonArray list => list.Select(item => item?.ToString() ?? ""),
            JsonValue text => text.ToString().Split(','),
            _ => [],
        };
        var texts = configured.Select(text => text.Trim()).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return texts.Count > 0 ? texts : each.Otherwise;
    }

    private async Task<FoundStream> FindAsync(StreamPlan plan, string name, JsonElement? item, ValuesScope own, CancellationToken cancellationToken)
    {
        var variables = new JsonObject(plan.Variables.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)JsonValue.Create(own.Render(variable.Value)))));
        var fields = plan.Fields.ToList();
        var keys = plan.Keys.ToList();
        if (plan.Discovery is { } discovery)
        {
            var stream = variables.DeepClone();
            stream["name"] = name;
            var answer = discovery.Request is { } request
                ? await AskAsync(client, builder, request, own.With("stream", WriterScope.ToElement(stream)), cancellationToken)
                : item ?? default;
            foreach (var (field, isKey) in discovery.Read(answer).Take(MaxFields))
            {
                if (fields.Exists(other => other.Name == field.Name))
                    continue;
                fields.Add(field);
                if (isKey && !keys.Exists(key => key is [var only] && only == field.Name))
                    keys.Add([field.Name]);
            }
        }
        if (plan.IsEveryFieldKey)
            keys.AddRange(fields.Where(field => !field.IsReadOnly).Select(field => new[] { field.Name }));
        // A key of the manifest that this tenant does not have is none.
        keys.RemoveAll(key => !plan.AcceptsOtherFields && key.Any(part => fields.TrueForAll(field => field.Name != part)));
        var operations = plan.Operations.Keys.Where(operation => operation == RowOperations.Append || keys.Count > 0).Aggregate(RowOperations.None, (all, one) => all | one);
        return new FoundStream(new DestinationStream(name, fields, keys, operations, plan.AcceptsOtherFields), plan, variables);
    }

    /// <summary>The answer to a request that changes nothing.</summary>
    public static async Task<JsonElement> AskAsync(ApiClient client, RequestBuilder builder, RequestPlan request, TemplateScope scope, CancellationToken cancellationToken)
    {
        ApiRequest built;
        try
        {
            built = builder.Build(request, scope);
        }
        catch (LiquidException e)
        {
            throw new ConnectorException(ConnectorFailure.StatementFailed, client.Clean(e.Message), e);
        }
        try
        {
            var (verdict, answer) = await client.SendAsync(built, cancellationToken);
            if (verdict != Verdict.Fine)
                throw new ConnectorException(ConnectorFailure.StatementFailed, client.Clean(client.Errors.Describe(answer).Message));
            return answer.Json ?? default;
        }
        catch (OutcomeUnknownException e)
        {
            throw new ConnectorException(ConnectorFailure.Unreachable, client.Clean(e.Message), e);
        }
    }
}
