using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Liquid;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>What the templates of one request can read. Values are made when a template reads them.</summary>
internal abstract class TemplateScope
{
    public string Render(LiquidTemplate template, LiquidEncoding encoding = LiquidEncoding.None, int maxLength = 256 * 1024) => template.Render(
        template.Roots.Select(root => KeyValuePair.Create(root, Find(root) ?? default)), encoding, maxLength);

    public abstract JsonElement? Find(string root);
}

/// <summary>Of a request that is about no rows.</summary>
internal sealed class ValuesScope(IReadOnlyDictionary<string, JsonElement> values) : TemplateScope
{
    public static ValuesScope Empty { get; } = new(new Dictionary<string, JsonElement>());

    public override JsonElement? Find(string root) => values.TryGetValue(root, out var value) ? value : null;

    public ValuesScope With(string root, JsonElement value) => new(new Dictionary<string, JsonElement>(values) { [root] = value });
}
