using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Liquid;
using FunctionsPlatform.Schedules;
using FunctionsPlatform.Webhooks;

namespace FunctionsPlatform.Workflows.Definitions;

/// <summary>What a workflow may be, as far as its own text tells. What it names elsewhere is looked at by <see cref="ReferenceRules"/>.</summary>
internal sealed partial class DefinitionRules
{
    public const int MostSteps = 100;

    private const int DeepestNesting = 5;
    private const int MostAttempts = 10;
    private const int MostReceivers = 50;
    private const int MostConcurrency = 20;

    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWork = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    private readonly List<FieldError> _mistakes = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal) { WorkflowDefinition.ConditionsId };
    private readonly IReadOnlyCollection<string> _secrets;

    private DefinitionRules(IReadOnlyCollection<string> secrets) => _secrets = secrets;

    /// <param name="secrets">The names of the values that templates may read.</param>
    public static IReadOnlyList<FieldError> Check(WorkflowDefinition definition, IReadOnlyCollection<string> secrets)
    {
        var rules = new DefinitionRules(secrets);
        rules.CheckTrigger(definition);
        if (definition.Steps.Count + definition.Actions.Count == 0)
            rules.Wrong("$.steps", "A workflow has at least one step.");
        if (definition.All.Take(MostSteps + 2).Count() > MostSteps + 1)
            rules.Wrong("$.steps", $"A workflow has at most {MostSteps} steps, those within others included.");
        var known = rules.CheckList(definition.Steps, "$.steps", Scope.Nothing, depth: 1);
        foreach (var (index, condition) in definition.Conditions.Index())
            rules.CheckCondition(condition, $"$.conditions[{index}]", known);
        rules.CheckList(definition.Actions, "$.actions", known, depth: 1);
        return rules._mistakes;
    }

    private void CheckTrigger(WorkflowDefinition definition)
    {
        switch (definition.Trigger)
        {
            case WorkflowTrigger.Cron(var expression, var zone):
                foreach (var mistake in new Schedule.Cron(expression, zone).Check()?.Fields ?? [])
                    Wrong(mistake.Path == "$.time_zone" ? "$.trigger.timezone" : "$.trigger.cron", mistake.Message);
                break;
            case WorkflowTrigger.Happening(var type, _) when !EventTypes.All.Contains(type, StringComparer.Ordinal):
                Wrong("$.trigger.event", $"Is none of {string.Join(", ", EventTypes.All)}.");
                break;
            case WorkflowTrigger.Happening(var type, var filter) when definition.All.FirstOrDefault(step => MayCause(step.Work, type, filter)) is { } cause:
                Wrong("$.trigger.event", $"The step '{cause.Id}' makes this event happen, so that the workflow would start itself again and again. Name others by a filter.");
                break;
            case WorkflowTrigger.Happening(var type, _) when type.StartsWith("workflow.", StringComparison.Ordinal):
                Wrong("$.trigger.event", "Workflows are started from workflows by a step of type workflow.");
                break;
        }
    }

    private static bool MayCause(StepWork work, string type, IReadOnlyDictionary<string, string> filter) => work switch
    {
        StepWork.Sync sync => type.StartsWith("sync.run.", StringComparison.Ordinal) && (!filter.TryGetValue("sync_id", out var id) || id == sync.SyncId.ToString()),
        StepWork.RefreshDataset refresh => type.StartsWith("dataset.", StringComparison.Ordinal)
            && (!filter.TryGetValue("dataset_id", out var id) || id == Datasets.Dataset.PublicId.Format(refresh.DatasetId)),
        StepWork.Question question => type.StartsWith("question.", StringComparison.Ordinal)
            && (!filter.TryGetValue("connection_id", out var id) || id == question.ConnectionId.ToString()),
        _ => false,
    };

    /// <returns>What is known behind the list.</returns>
    private Scope CheckList(IReadOnlyList<WorkflowStep> steps, string path, Scope known, int depth)
    {
        if (depth > DeepestNesting && steps.Count > 0)
            Wrong(path, $"Steps are nested at most {DeepestNesting} deep; make a workflow of them and start it by a step.");
        foreach (var (index, step) in steps.Index())
        {
            var at = $"{path}[{index}]";
            CheckStep(step, at, known);
            if (step.OnFailure is { Action: FailureAction.GoTo } failure && steps.Skip(index + 1).All(later => later.Id != failure.GoTo))
                Wrong($"{at}.on_failure.step", $"'{failure.GoTo}' is no later step of the same list.");
            known = CheckParts(step, at, known, depth);
        }

        return known;
    }

    private Scope CheckParts(WorkflowStep step, string at, Scope known, int depth)
    {
        var inside = step.Work is StepWork.Loop ? known with { IsInLoop = true } : known;
        var behind = known;
        foreach (var part in step.Work.Parts)
        {
            var ends = CheckList(part.Steps, $"{at}.{part.Field}", inside, depth + 1);
            // What only some passages of a loop have found is nobody's behind it.
            if (step.Work is not StepWork.Loop)
                behind = behind.With(ends);
        }

        return behind.With(step);
    }

    private void CheckStep(WorkflowStep step, string at, Scope known)
    {
        if (!IdPattern().IsMatch(step.Id))
            Wrong($"{at}.id", "An id is up to 50 small letters, digits and underscores, and begins with a letter.");
        else if (!_ids.Add(step.Id))
            Wrong($"{at}.id", $"There is another step '{step.Id}'.");
        foreach (var (index, condition) in step.When.Index())
            CheckCondition(condition, $"{at}.when[{index}]", known);
        foreach (var text in step.Work.Texts)
            CheckText(text.Text, $"{at}.{text.Field}", known, step.Work is StepWork.Sql);
        foreach (var named in step.Work.Named)
            CheckNamed(named.Text, $"{at}.{named.Field}", known);
        CheckRetry(step, at);
        CheckWork(step.Work, at, known);
    }

    private void CheckRetry(WorkflowStep step, string at)
    {
        var retry = step.Retry;
        if (retry.Attempts is < 1 or > MostAttempts)
            Wrong($"{at}.retry.max_attempts", $"Must be 1 to {MostAttempts}.");
        if (retry.Delay < TimeSpan.Zero || retry.Delay > LongestRetryDelay)
            Wrong($"{at}.retry.delay_seconds", $"Must be 0 to {LongestRetryDelay.TotalSeconds:0}.");
        if (retry.Backoff is not (>= 1 and <= 10))
            Wrong($"{at}.retry.backoff", "Must be 1 to 10.");
        if (retry.Attempts > 1 && step.Work.Parts.Count > 0)
            Wrong($"{at}.retry", "Retry the steps within.");
        var longest = step.Work.Waits ? LongestWait : LongestWork;
        if (step.Timeout is { } timeout && (timeout < TimeSpan.FromSeconds(1) || timeout > longest))
            Wrong($"{at}.timeout_seconds", $"Must be 1 to {longest.TotalSeconds:0} for a step of this type.");
        if (step.Timeout is not null && (step.Work.Parts.Count > 0 || step.Work is StepWork.Delay))
            Wrong($"{at}.timeout_seconds", "A step of this type has none.");
    }

    private void CheckWork(StepWork work, string at, Scope known)
    {
        switch (work)
        {
            case StepWork.Http http:
                if (!Methods.Contains(http.Method, StringComparer.Ordinal))
                    Wrong($"{at}.method", $"Must be one of {string.Join(", ", Methods)}.");
                CheckUrl(http.Url, $"{at}.url");
                foreach (var (name, _) in http.Headers.Where(header => !HeaderPattern().IsMatch(header.Key)))
                    Wrong($"{at}.headers.{name}", "Is no name of a header.");
                break;
            case StepWork.Slack slack:
                CheckUrl(slack.Url, $"{at}.url");
                break;
            case StepWork.Mail mail when mail.To.Count is 0 or > MostReceivers:
                Wrong($"{at}.to", $"Must be 1 to {MostReceivers} addresses.");
                break;
            case StepWork.Delay delay when delay.Duration <= TimeSpan.Zero || delay.Duration > LongestWait:
                Wrong($"{at}.seconds", $"Must be 1 to {LongestWait.TotalSeconds:0}.");
                break;
            case StepWork.Predict predict when (predict.Features is not null ? 1 : 0) + (predict.Rows is not null ? 1 : 0) + (predict.Horizon is not null ? 1 : 0) != 1:
                Wrong($"{at}.features", "Give one of features, rows and horizon.");
                break;
            case StepWork.Branch branch:
                if (branch.Conditions.Count == 0)
                    Wrong($"{at}.conditions", "A branch has at least one condition.");
                foreach (var (index, condition) in branch.Conditions.Index())
                    CheckCondition(condition, $"{at}.conditions[{index}]", known);
                break;
            case StepWork.Loop loop:
                if (loop.Rows is null == loop.Items is null)
                    Wrong($"{at}.rows", "Give either rows or items.");
                if (loop.Concurrency is < 1 or > MostConcurrency)
                    Wrong($"{at}.concurrency", $"Must be 1 to {MostConcurrency}.");
                if (loop.Steps.Count == 0)
                    Wrong($"{at}.steps", "A loop has at least one step.");
                break;
            case StepWork.Parallel parallel when parallel.Branches.Count is 0 or > MostConcurrency:
                Wrong($"{at}.branches", $"Must be 1 to {MostConcurrency}.");
                break;
        }
    }

    private void CheckCondition(Condition condition, string at, Scope known)
    {
        if (condition.Of is not null)
            CheckText(condition.Of, $"{at}.of", known, isSql: false);
        if (condition.Step is not null)
            CheckNamed(condition.Step, $"{at}.step", known);
        if (condition.Kind is ConditionKind.RowCount or ConditionKind.Changed ? condition.Step is null : condition.Step is null == condition.Of is null)
            Wrong($"{at}.step", condition.Kind is ConditionKind.RowCount or ConditionKind.Changed ? "Name the step whose rows are meant." : "Give either step or of.");
        if (condition.Kind == ConditionKind.Changed)
            return;
        var isNumber = condition.Kind is ConditionKind.RowCount or ConditionKind.Value;
        if (condition.Value?.ValueKind != (isNumber ? JsonValueKind.Number : JsonValueKind.String))
            Wrong($"{at}.value", isNumber ? "Must be a number." : "Must be a string.");
        var isOfText = condition.Operator >= ConditionOperator.Contains;
        if (isNumber ? isOfText : !isOfText && condition.Operator > ConditionOperator.NotEquals)
            Wrong($"{at}.operator", isNumber ? "Numbers are not compared so." : "Texts are not compared so.");
    }

    private void CheckText(string text, string path, Scope known, bool isSql)
    {
        IEnumerable<LiquidVariable> variables;
        if (isSql)
        {
            var (template, mistake) = SqlTemplate.Parse(text);
            Wrong(path, mistake);
            variables = template?.Variables ?? [];
        }
        else
        {
            var (template, mistake) = StepTemplate.Parse(text);
            Wrong(path, mistake);
            variables = template?.Variables ?? [];
        }

        foreach (var variable in variables.Distinct())
            Wrong(path, MistakeOf(variable, known));
    }

    private string? MistakeOf(LiquidVariable variable, Scope known) => variable switch
    {
        { Root: StepTemplate.Steps, Member: { } id } => known.Steps.Contains(id) ? null : $"There is no step '{id}' before this one.",
        { Root: StepTemplate.Steps } => "Name the step: steps.the_id.",
        { Root: StepTemplate.Secrets, Member: { } name } => _secrets.Contains(name) ? null : $"There is no secret '{name}'; give it in secrets.",
        { Root: StepTemplate.Secrets } => "Name the secret: secrets.the_name.",
        { Root: StepTemplate.Item or StepTemplate.Index } => known.IsInLoop ? null : $"'{variable.Root}' is known within a loop alone.",
        _ when StepTemplate.OfLatestRows.Contains(variable.Root) => known.HasRows ? null : $"'{variable.Root}' needs a step before this one that finds rows.",
        _ => StepTemplate.OfRun.Contains(variable.Root) ? null : $"There is no value '{variable.Root}'.",
    };

    private void CheckNamed(string id, string path, Scope known)
    {
        if (!known.Steps.Contains(id))
            Wrong(path, $"There is no step '{id}' before this one.");
    }

    private void CheckUrl(string text, string path)
    {
        if (!text.Contains("{{", StringComparison.Ordinal) && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            Wrong(path, "Must be an absolute address such as https://example.com/hook.");
    }

    private void Wrong(string path, string? message)
    {
        if (message is not null)
            _mistakes.Add(new FieldError(path, message));
    }

    /// <summary>What a template can read at some place.</summary>
    private sealed record Scope(HashSet<string> Steps, bool HasRows, bool IsInLoop)
    {
        public static Scope Nothing { get; } = new([], false, false);

        public Scope With(WorkflowStep step) => this with { Steps = [.. Steps, step.Id], HasRows = HasRows || step.Work.FindsRows };

        public Scope With(Scope inner) => this with { Steps = [.. Steps, .. inner.Steps], HasRows = HasRows || inner.HasRows };
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,49}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderPattern();
}
