using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Connectors.Http.Rows;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Manifests;

/// <summary>A kind of destination as a document describes it. Made by <see cref="ManifestReader"/>, and by it alone.</summary>
public sealed class Manifest
{
    internal Manifest(DestinationDefinition definition, ManifestPlan plan) => (Definition, Plan) = (definition, plan);

    public DestinationDefinition Definition { get; }

    internal ManifestPlan Plan { get; }
}

/// <param name="Variables">What templates can read as <c>vars</c>, made from the configuration.</param>
/// <param name="BaseUrl">Before the path of every request.</param>
/// <param name="Headers">Of every request.</param>
internal sealed record ManifestPlan(
    IReadOnlyDictionary<string, LiquidTemplate> Variables,
    LiquidTemplate BaseUrl,
    IReadOnlyList<AuthenticationPlan> Authentication,
    IReadOnlyList<KeyValuePair<string, LiquidTemplate>> Headers,
    PaceLimits Pace,
    ApiLimits Limits,
    ErrorRules Errors,
    CheckPlan Check,
    IReadOnlyList<StreamPlan> Streams);

/// <param name="Version">Prints what answered, from the answer.</param>
internal sealed record CheckPlan(RequestPlan Request, LiquidTemplate? Version);

/// <summary>A stream, or several of one form.</summary>
/// <param name="Name">Of several, from <c>item</c>.</param>
internal sealed record StreamPlan(LiquidTemplate Name)
{
    public EachPlan? Each { get; init; }

    /// <summary>More that its requests can read as <c>stream</c>, from <c>item</c>.</summary>
    public IReadOnlyDictionary<string, LiquidTemplate> Variables { get; init; } = new Dictionary<string, LiquidTemplate>();

    public IReadOnlyList<DestinationField> Fields { get; init; } = [];

    public FieldDiscovery? Discovery { get; init; }

    public IReadOnlyList<IReadOnlyList<string>> Keys { get; init; } = [];

    public bool IsEveryFieldKey { get; init; }

    public bool AcceptsOtherFields { get; init; }

    /// <summary>Whether names of fields are paths.</summary>
    public bool IsNested { get; init; } = true;

    public IReadOnlyDictionary<RowOperations, OperationPlan> Operations { get; init; } = new Dictionary<RowOperations, OperationPlan>();
}

/// <summary>What there is a stream for: texts of the configuration, or items that the API lists.</summary>
internal sealed record EachPlan
{
    public string? Property { get; init; }

    public IReadOnlyList<string> Otherwise { get; init; } = [];

    public RequestPlan? Request { get; init; }

    public JsonPointer Items { get; init; } = JsonPointer.Root;

    public IReadOnlyList<ItemCondition> SkipWhen { get; init; } = [];
}
