using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.Http.Liquid;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Liquid;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Workflows.Definitions;

namespace FunctionsPlatform.Workflows.Runs;

/// <summary>A step of a run, with all that its templates read.</summary>
internal sealed class StepScope(
    RunStore store, Workflow? workflow, WorkflowRun run, WorkflowMap map, WorkflowStep step, string path, IReadOnlyDictionary<string, string> secrets)
{
    private const int LongestText = 1024 * 1024;

    private RunInput? _input;

    public WorkflowRun Run => run;

    public WorkflowStep Step => step;

    public string Path => path;

    /// <summary>What must not be read again, in the forms in which it is sent.</summary>
    public IReadOnlyCollection<string> Secrets => [.. secrets.Values.SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret) }).Distinct()];

    /// <summary>What the step is given, for the history.</summary>
    public JsonObject Input { get; } = [];

    /// <summary>For whoever keeps side effects apart: the same in every attempt of the step in this run.</summary>
    public string EffectKey => $"{run.Id:N}-{path}";

    /// <inheritdoc cref="EffectKey"/>
    public Guid EffectId => Ids.Derive(run.Id, path);

    /// <summary>For what works for an attempt of the step: one that has failed is not the one to wait for any more.</summary>
    public Guid JobId(int attempt) => attempt == 1 ? EffectId : Ids.Derive(run.Id, $"{path}#{attempt}");

    /// <summary>The text of a template.</summary>
    /// <exception cref="Platform.Liquid.LiquidException">It cannot be rendered.</exception>
    public async Task<string> RenderAsync(string text, CancellationToken cancellationToken, LiquidEncoding encoding = LiquidEncoding.None)
    {
        var template = LiquidTemplate.Parse(encoding == LiquidEncoding.Json ? StepTemplate.ForJson(text) : text);
        return template.IsConstant ? text : template.Render(await ValuesAsync(template.Variables, cancellationToken), encoding, LongestText);
    }

    public async Task<IReadOnlyList<KeyValuePair<string, JsonElement>>> ValuesAsync(IEnumerable<LiquidVariable> variables, CancellationToken cancellationToken)
    {
        var values = new List<KeyValuePair<string, JsonElement>>();
        StepOutput? latest = null;
        foreach (var root in variables.GroupBy(variable => variable.Root))
        {
            if (StepTemplate.OfLatestRows.Contains(root.Key))
                latest ??= await LatestRowsAsync(cancellationToken) ?? new StepOutput([], null, 0);
            JsonNode? value = root.Key switch
            {
                StepTemplate.Steps => await StepsAsync(root.Select(variable => variable.Member).OfType<string>().Distinct(), cancellationToken),
                StepTemplate.Secrets => new JsonObject(secrets.Select(secret => KeyValuePair.Create(secret.Key, (JsonNode?)secret.Value))),
                StepTemplate.Item => (await ItemAsync(cancellationToken))?.Item,
                StepTemplate.Index => (await ItemAsync(cancellationToken))?.Index,
                "input" => Node((await InputAsync(cancellationToken)).Input),
                "webhook" => Node((await InputAsync(cancellationToken)).Webhook),
                "event" => Node((await InputAsync(cancellationToken)).Event),
                "run" => new JsonObject
                {
                    ["id"] = WorkflowRun.PublicId.Format(run.Id),
                    ["started_at"] = run.StartedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                    ["trigger"] = run.Request.Trigger.ToString().ToLowerInvariant(),
                    ["dry_run"] = run.Request.IsDry,
                },
                "workflow" => new JsonObject { ["id"] = Workflow.PublicId.Format(run.WorkflowId), ["name"] = workflow?.Name, ["version"] = run.Version },
                "row_count" => latest!.RowCount,
                "results" => RunValues.Objects(latest!),
                "results_table" => RunValues.Table(latest!),
                "results_json" => RunValues.Objects(latest!).ToJsonString(),
                _ => null,
            };
            values.Add(KeyValuePair.Create(root.Key, RunValues.ToElement(value)));
        }

        return values;
    }

    /// <summary>How far another step is, as seen from this one; null where it was not come to.</summary>
    public async Task<StepRecord?> RecordOfAsync(string id, CancellationToken cancellationToken) =>
        map.PathOf(id, path) is { } other ? await store.FindStepAsync(run.Id, other, cancellationToken) : null;

    /// <summary>What another step found; null where it found nothing.</summary>
    public async Task<StepOutput?> OutputOfAsync(string id, CancellationToken cancellationToken) =>
        map.PathOf(id, path) is { } other ? (await store.FindPapersAsync(run.Key, other, cancellationToken))?.Output : null;

    public async Task<Result<ResultFrame>> RowsOfAsync(string id, CancellationToken cancellationToken) =>
        await OutputOfAsync(id, cancellationToken) is { Columns: not null } output ? RunValues.FrameOf(output) : WorkflowErrors.RowsMissing(id);

    public async Task<RunInput> InputAsync(CancellationToken cancellationToken) => _input ??= await store.ReadInputAsync(run.Key, cancellationToken);

    private async Task<JsonObject> StepsAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var steps = new JsonObject();
        foreach (var id in ids)
        {
            if (await RecordOfAsync(id, cancellationToken) is { } record)
                steps[id] = RunValues.ForTemplates(record, await OutputOfAsync(id, cancellationToken));
        }

        return steps;
    }

    private async Task<StepOutput?> LatestRowsAsync(CancellationToken cancellationToken)
    {
        var found = new List<StepRecord>();
        foreach (var id in map.RowSteps)
        {
            if (await RecordOfAsync(id, cancellationToken) is { State: StepState.Succeeded } record)
                found.Add(record);
        }

        return found.MaxBy(record => record.FinishedAt) is { } latest ? (await store.FindPapersAsync(run.Key, latest.Path, cancellationToken))?.Output : null;
    }

    /// <summary>What the innermost loop is at.</summary>
    private async Task<(JsonNode? Item, int Index)?> ItemAsync(CancellationToken cancellationToken)
    {
        var passages = path.Split('.');
        if (passages.Length < 3)
            return null;
        var index = int.Parse(passages[^2], CultureInfo.InvariantCulture);
        var items = (await store.FindPapersAsync(run.Key, string.Join('.', passages[..^2]), cancellationToken))?.Output?.Items;
        return (items is not null && index < items.Count ? RunValues.ToNode(items[index]) : null, index);
    }

    private static JsonNode? Node(JsonElement? element) => element is { } given ? RunValues.ToNode(given) : null;
}
