using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Workflows;

namespace FunctionsPlatform.Api.AiForDatabase;

/// <summary>Makes definitions of what callers write.</summary>
public sealed class WorkflowReader(ResourceIds ids)
{
    /// <summary>Ids that stand bare.</summary>
    private static readonly PublicId Uuid = new("uuid", "");

    private static readonly string[] OfAll = ["type", "id", "name", "when", "retry", "timeout_seconds", "on_failure"];

    /// <summary>What a step of each type needs, and what it may have.</summary>
    private static readonly FrozenDictionary<StepType, (string[] Needed, string[] Possible)> Parts = new Dictionary<StepType, (string[], string[])>
    {
        [StepType.Question] = (["connection_id", "question"], []),
        [StepType.SavedQuery] = (["query_id"], []),
        [StepType.RunQuery] = (["query_id"], []),
        [StepType.Sql] = (["connection_id", "sql"], []),
        [StepType.Predict] = (["model_id"], ["features", "rows", "horizon"]),
        [StepType.Http] = (["url"], ["method", "headers", "body"]),
        [StepType.Webhook] = (["url"], ["method", "headers", "body"]),
        [StepType.Slack] = (["url", "message"], ["channel", "table"]),
        [StepType.SendEmail] = (["to", "subject", "body"], ["csv"]),
        [StepType.WriteRows] = (["destination_id", "stream", "rows"], ["operation", "key", "columns"]),
        [StepType.RefreshDataset] = (["dataset_id"], []),
        [StepType.Sync] = (["sync_id"], []),
        [StepType.Workflow] = (["workflow_id"], ["input"]),
        [StepType.Delay] = (["seconds"], []),
        [StepType.Approval] = ([], ["message"]),
        [StepType.Branch] = (["conditions", "then"], ["else"]),
        [StepType.Loop] = (["steps"], ["rows", "items", "concurrency"]),
        [StepType.Parallel] = (["branches"], []),
    }.ToFrozenDictionary();

    private static readonly (string Name, PropertyInfo Property)[] Properties =
        [.. typeof(StepBody).GetProperties().Select(property => (JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property))];

    /// <summary>The definition, or everything that keeps it from being one.</summary>
    public async Task<Result<WorkflowDefinition>> ReadAsync(WorkspaceId workspace, WorkflowSource source, CancellationToken cancellationToken)
    {
        var reading = new Reading(workspace, cancellationToken);
        var trigger = ReadTrigger(source.Trigger, reading);
        var steps = await ReadListAsync(source.Steps, "$.steps", "step", reading);
        var actions = await ReadListAsync(source.Actions, "$.actions", "action", reading);
        var conditions = ReadConditions(source.Conditions, "$.conditions", reading);
        return reading.Mistakes.Count > 0 ? WorkflowErrors.Invalid(reading.Mistakes) : new WorkflowDefinition(trigger, steps, conditions, actions);
    }

    private static WorkflowTrigger ReadTrigger(TriggerBody trigger, Reading reading)
    {
        var possible = trigger.Type switch
        {
            TriggerType.Schedule => new[] { "cron", "timezone" },
            TriggerType.Webhook => ["auth"],
            TriggerType.Event => ["event", "filter"],
            _ => [],
        };
        foreach (var (name, value) in new (string, object?)[]
        {
            ("cron", trigger.Cron), ("timezone", trigger.Timezone), ("auth", trigger.Auth), ("event", trigger.Event), ("filter", trigger.Filter),
        })
        {
            if (value is not null && !possible.Contains(name))
                reading.Wrong($"$.trigger.{name}", "A trigger of this type has none.");
        }

        switch (trigger.Type)
        {
            case TriggerType.Schedule:
                if (trigger.Cron is null)
                    reading.Wrong("$.trigger.cron", "Is required of a schedule.");
                return new WorkflowTrigger.Cron(trigger.Cron ?? "", trigger.Timezone ?? "UTC");
            case TriggerType.Webhook:
                return new WorkflowTrigger.Webhook(trigger.Auth == HookAuth.Hmac);
            case TriggerType.Event:
                if (trigger.Event is null)
                    reading.Wrong("$.trigger.event", "Is required of an event.");
                return new WorkflowTrigger.Happening(trigger.Event ?? "", trigger.Filter ?? new Dictionary<string, string>());
            default:
                return new WorkflowTrigger.Manual();
        }
    }

    private async Task<IReadOnlyList<WorkflowStep>> ReadListAsync(IReadOnlyList<StepBody?>? bodies, string path, string word, Reading reading)
    {
        var steps = new List<WorkflowStep>();
        foreach (var (index, body) in (bodies ?? []).Index())
        {
            var at = $"{path}[{index}]";
            if (body is null)
                reading.Wrong(at, "Must not be null.");
            else if (CheckParts(body, at, reading))
                steps.Add(await ReadStepAsync(body, at, word, reading));
        }

        return steps;
    }

    private static bool CheckParts(StepBody body, string at, Reading reading)
    {
        var (needed, possible) = Parts[body.Type];
        var word = JsonNamingPolicy.SnakeCaseLower.ConvertName(body.Type.ToString());
        var before = reading.Mistakes.Count;
        foreach (var (name, property) in Properties)
        {
            var value = property.GetValue(body);
            if (value is null or "" && needed.Contains(name))
                reading.Wrong($"{at}.{name}", $"Is required of a step of type {word}.");
            else if (value is not null && !needed.Contains(name) && !possible.Contains(name) && !OfAll.Contains(name))
                reading.Wrong($"{at}.{name}", $"A step of type {word} has none.");
        }

        if (body.OnFailure is { Action: FailureAction.GoTo, Step: null })
            reading.Wrong($"{at}.on_failure.step", "Name the step to go to.");
        return reading.Mistakes.Count == before;
    }

    private async Task<WorkflowStep> ReadStepAsync(StepBody body, string at, string word, Reading reading)
    {
        var id = body.Id ?? reading.NextId(word);
        return new WorkflowStep(id, await ReadWorkAsync(body, at, word, reading))
        {
            Name = body.Name,
            When = ReadConditions(body.When, $"{at}.when", reading),
            Retry = body.Retry?.ToRetry() ?? new StepRetry(),
            Timeout = body.TimeoutSeconds is { } seconds ? BodyTimes.Seconds(seconds) : null,
            OnFailure = body.OnFailure is { } failure ? new StepFailure(failure.Action, failure.Step) : new StepFailure(),
        };
    }

    private async Task<StepWork> ReadWorkAsync(StepBody body, string at, string word, Reading reading) => body.Type switch
    {
        StepType.Question => new StepWork.Question(await IdAsync(ResourceIds.Connection, body.ConnectionId!, reading), body.Question!),
        StepType.SavedQuery or StepType.RunQuery => new StepWork.SavedQuery(await IdAsync(ResourceIds.Query, body.QueryId!, reading)),
        StepType.Sql => new StepWork.Sql(await IdAsync(ResourceIds.Connection, body.ConnectionId!, reading), body.Sql!),
        StepType.Predict => new StepWork.Predict(await IdAsync(ResourceIds.PredictionModel, body.ModelId!, reading), body.Features, body.Rows, body.Horizon),
        StepType.Http => new StepWork.Http(body.Method?.ToUpperInvariant() ?? "GET", body.Url!, body.Headers ?? Nothing, body.Body),
        StepType.Webhook => new StepWork.Http(body.Method?.ToUpperInvariant() ?? "POST", body.Url!, body.Headers ?? Nothing, body.Body),
        StepType.Slack => new StepWork.Slack(body.Url!, body.Message!, body.Channel, body.Table),
        StepType.SendEmail => new StepWork.Mail(Texts(body.To!, $"{at}.to", reading), body.Subject!, body.Body!, body.Csv),
        StepType.WriteRows => new StepWork.WriteRows(
            await IdAsync(Uuid, body.DestinationId!, reading),
            body.Stream!,
            OperationOf(body, at, reading),
            Texts(body.Key ?? [], $"{at}.key", reading),
            body.Rows!,
            body.Columns ?? Nothing),
        StepType.RefreshDataset => new StepWork.RefreshDataset(await IdAsync(ResourceIds.Dataset, body.DatasetId!, reading)),
        StepType.Sync => new StepWork.Sync(await IdAsync(Uuid, body.SyncId!, reading)),
        StepType.Workflow => new StepWork.SubWorkflow(await IdAsync(ResourceIds.Workflow, body.WorkflowId!, reading), body.Input ?? Nothing),
        StepType.Delay => new StepWork.Delay(BodyTimes.Seconds(body.Seconds!.Value)),
        StepType.Approval => new StepWork.Approval(body.Message),
        StepType.Branch => new StepWork.Branch(
            ReadConditions(body.Conditions, $"{at}.conditions", reading),
            await ReadListAsync(body.Then, $"{at}.then", word, reading),
            await ReadListAsync(body.Else, $"{at}.else", word, reading)),
        StepType.Loop => new StepWork.Loop(body.Rows, body.Items, await ReadListAsync(body.Steps, $"{at}.steps", word, reading), body.Concurrency ?? 1),
        StepType.Parallel => new StepWork.Parallel(await ReadBranchesAsync(body.Branches!, $"{at}.branches", word, reading)),
        _ => throw new ArgumentOutOfRangeException(nameof(body)),
    };

    private async Task<IReadOnlyList<IReadOnlyList<WorkflowStep>>> ReadBranchesAsync(
        IReadOnlyList<IReadOnlyList<StepBody>?> branches, string path, string word, Reading reading)
    {
        var read = new List<IReadOnlyList<WorkflowStep>>();
        foreach (var (index, branch) in branches.Index())
        {
            if (branch is null)
                reading.Wrong($"{path}[{index}]", "Must not be null.");
            read.Add(await ReadListAsync(branch, $"{path}[{index}]", word, reading));
        }

        return read;
    }

    private static RowOperations OperationOf(StepBody body, string at, Reading reading)
    {
        var operation = body.Operation ?? WriteOperation.Upsert;
        if (operation == WriteOperation.Append != body.Key is null or { Count: 0 })
            reading.Wrong($"{at}.key", operation == WriteOperation.Append ? "Rows that are appended have no key." : "Name the fields by which rows are found.");
        return Enum.Parse<RowOperations>(operation.ToString());
    }

    private static List<Condition> ReadConditions(IReadOnlyList<ConditionBody?>? bodies, string path, Reading reading)
    {
        var conditions = new List<Condition>();
        foreach (var (index, body) in (bodies ?? []).Index())
        {
            if (body is null)
                reading.Wrong($"{path}[{index}]", "Must not be null.");
            else
                conditions.Add(body.ToCondition());
        }

        return conditions;
    }

    private static IReadOnlyList<string> Texts(IReadOnlyList<string?> texts, string path, Reading reading)
    {
        foreach (var (index, _) in texts.Index().Where(entry => string.IsNullOrEmpty(entry.Item)))
            reading.Wrong($"{path}[{index}]", "Must not be empty.");
        return [.. texts.Select(text => text ?? "")];
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    private Task<Guid> IdAsync(PublicId format, string text, Reading reading) => ids.ReadAsync(reading.Workspace, format, text, reading.CancellationToken);

    private sealed class Reading(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        private readonly Dictionary<string, int> _numbers = [];

        public WorkspaceId Workspace => workspace;

        public CancellationToken CancellationToken => cancellationToken;

        public List<FieldError> Mistakes { get; } = [];

        public void Wrong(string path, string message) => Mistakes.Add(new FieldError(path, message));

        public string NextId(string word) => $"{word}_{_numbers[word] = _numbers.GetValueOrDefault(word) + 1}";
    }
}

/// <summary>A definition as its author writes it, and as it is shown again.</summary>
public sealed record WorkflowSource(TriggerBody Trigger, IReadOnlyList<StepBody> Steps, IReadOnlyList<ConditionBody> Conditions, IReadOnlyList<StepBody> Actions);
