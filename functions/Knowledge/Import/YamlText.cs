using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlScalar = YamlDotNet.Core.Events.Scalar;

namespace FunctionsPlatform.Knowledge.Import;

/// <summary>One YAML document as JSON whose scalars are strings.</summary>
internal sealed class YamlText
{
    private const int MaxDepth = 20;
    private readonly Parser _parser;

    private YamlText(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>Refuses what is no mapping, what nests deep, and references within the text, with which a small one becomes very large.</summary>
    public static Result<JsonObject> Read(string text)
    {
        try
        {
            var yaml = new YamlText(text);
            yaml._parser.Consume<StreamStart>();
            if (!yaml._parser.TryConsume<DocumentStart>(out _))
                return KnowledgeErrors.Unreadable("There is nothing in it.");
            return yaml.ReadNode(0) is JsonObject root ? root : KnowledgeErrors.Unreadable("A YAML mapping is expected.");
        }
        catch (YamlException broken)
        {
            return KnowledgeErrors.Unreadable($"Not YAML that is read here, at line {broken.Start.Line}: {broken.Message}");
        }
    }

    private JsonNode? ReadNode(int depth)
    {
        if (depth > MaxDepth)
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "It nests too deep.");
        if (_parser.TryConsume<YamlScalar>(out var scalar))
            return scalar is { IsPlainImplicit: true, Value: "" or "~" or "null" } ? null : JsonValue.Create(scalar.Value);
        if (_parser.TryConsume<SequenceStart>(out _))
            return ReadSequence(depth);
        if (_parser.TryConsume<MappingStart>(out _))
            return ReadMapping(depth);
        throw new YamlException(_parser.Current!.Start, _parser.Current.End, "References are not read.");
    }

    private JsonArray ReadSequence(int depth)
    {
        var items = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return items;
    }

    private JsonObject ReadMapping(int depth)
    {
        var members = new JsonObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<YamlScalar>().Value;
            members[key] = ReadNode(depth + 1);
        }

        return members;
    }
}
