using System.Text.Json.Serialization;
using FunctionsPlatform.Access;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Workflows;

/// <summary>What a step is and what it needs. Texts are templates unless said otherwise.</summary>
[JsonDerivedType(typeof(Question), "question")]
[JsonDerivedType(typeof(SavedQuery), "saved_query")]
[JsonDerivedType(typeof(Sql), "sql")]
[JsonDerivedType(typeof(Predict), "predict")]
[JsonDerivedType(typeof(Http), "http")]
[JsonDerivedType(typeof(Slack), "slack")]
[JsonDerivedType(typeof(Mail), "send_email")]
[JsonDerivedType(typeof(WriteRows), "write_rows")]
[JsonDerivedType(typeof(RefreshDataset), "refresh_dataset")]
[JsonDerivedType(typeof(Sync), "sync")]
[JsonDerivedType(typeof(SubWorkflow), "workflow")]
[JsonDerivedType(typeof(Delay), "delay")]
[JsonDerivedType(typeof(Approval), "approval")]
[JsonDerivedType(typeof(Branch), "branch")]
[JsonDerivedType(typeof(Loop), "loop")]
[JsonDerivedType(typeof(Parallel), "parallel")]
public abstract record StepWork
{
    private StepWork()
    {
    }

    /// <summary>The word for its kind.</summary>
    [JsonIgnore]
    public abstract string Word { get; }

    /// <summary>What whoever writes such a step must be allowed to do by hand; null for nothing more.</summary>
    [JsonIgnore]
    public virtual string? Permission => null;

    /// <summary>Whether it changes something somewhere, and so is only told of in a dry run.</summary>
    [JsonIgnore]
    public virtual bool HasEffects => false;

    /// <summary>Whether it waits for somebody or something: its time-out then is that of the wait.</summary>
    [JsonIgnore]
    public virtual bool Waits => false;

    /// <summary>Whether it finds rows.</summary>
    [JsonIgnore]
    public virtual bool FindsRows => false;

    /// <summary>Where its templates are, and what they say.</summary>
    [JsonIgnore]
    public virtual IEnumerable<StepText> Texts => [];

    /// <summary>Where it names other steps, and which.</summary>
    [JsonIgnore]
    public virtual IEnumerable<StepText> Named => [];

    /// <summary>The lists of steps within it.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<StepPart> Parts => [];

    public sealed record Question(Guid ConnectionId, string Text) : StepWork
    {
        public override string Word => "question";
        public override string? Permission => Permissions.QueriesWrite;
        public override bool FindsRows => true;
        public override IEnumerable<StepText> Texts => [new("question", Text)];
    }

    /// <summary>The SQL of a question that was answered, run again.</summary>
    public sealed record SavedQuery(Guid QueryId) : StepWork
    {
        public override string Word => "saved_query";
        public override string? Permission => Permissions.QueriesRead;
        public override bool FindsRows => true;
    }

    /// <param name="Statement">Where it has <c>{{ }}</c>, the value stands as a literal. See <see cref="Definitions.SqlTemplate"/>.</param>
    public sealed record Sql(Guid ConnectionId, string Statement) : StepWork
    {
        public override string Word => "sql";
        public override string? Permission => Permissions.QueriesWrite;
        public override bool FindsRows => true;
        public override IEnumerable<StepText> Texts => [new("sql", Statement)];
    }

    /// <param name="Features">A template of JSON.</param>
    /// <param name="Rows">The step whose rows are predicted from, each.</param>
    public sealed record Predict(Guid ModelId, string? Features, string? Rows, int? Horizon) : StepWork
    {
        public override string Word => "predict";
        public override string? Permission => Permissions.ModelsRead;
        public override IEnumerable<StepText> Texts => Features is null ? [] : [new("features", Features)];
        public override IEnumerable<StepText> Named => Rows is null ? [] : [new("rows", Rows)];
    }

    /// <param name="Method">No template.</param>
    /// <param name="Body">A template of JSON, unless a header says that it is of another type.</param>
    public sealed record Http(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string? Body) : StepWork
    {
        public override string Word => "http";
        public override bool HasEffects => true;
        public override IEnumerable<StepText> Texts =>
            [new("url", Url), .. Headers.Select(header => new StepText($"headers.{header.Key}", header.Value)), .. Body is null ? Array.Empty<StepText>() : [new("body", Body)]];

        public bool IsJson => !Headers.Any(header =>
            header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) && !header.Value.Contains("json", StringComparison.OrdinalIgnoreCase));
    }

    /// <param name="Url">An incoming webhook of Slack.</param>
    /// <param name="Table">The step whose rows are shown below the message.</param>
    public sealed record Slack(string Url, string Message, string? Channel, string? Table) : StepWork
    {
        public override string Word => "slack";
        public override bool HasEffects => true;
        public override IEnumerable<StepText> Texts => [new("url", Url), new("message", Message), .. Channel is null ? Array.Empty<StepText>() : [new("channel", Channel)]];
        public override IEnumerable<StepText> Named => Table is null ? [] : [new("table", Table)];
    }

    /// <param name="Csv">The step whose rows are attached.</param>
    public sealed record Mail(IReadOnlyList<string> To, string Subject, string Body, string? Csv) : StepWork
    {
        public override string Word => "send_email";
        public override bool HasEffects => true;
        public override IEnumerable<StepText> Texts => [.. To.Select((to, at) => new StepText($"to[{at}]", to)), new("subject", Subject), new("body", Body)];
        public override IEnumerable<StepText> Named => Csv is null ? [] : [new("csv", Csv)];
    }

    /// <param name="Rows">The step whose rows are written.</param>
    /// <param name="Columns">The column of each field; empty where fields and columns have the same names.</param>
    public sealed record WriteRows(
        Guid DestinationId, string Stream, RowOperations Operation, IReadOnlyList<string> Key, string Rows, IReadOnlyDictionary<string, string> Columns) : StepWork
    {
        public override string Word => "write_rows";
        public override string? Permission => Permissions.SyncsWrite;
        public override bool HasEffects => true;
        public override IEnumerable<StepText> Named => [new("rows", Rows)];
    }

    public sealed record RefreshDataset(Guid DatasetId) : StepWork
    {
        public override string Word => "refresh_dataset";
        public override string? Permission => Permissions.DatasetsWrite;
        public override bool HasEffects => true;
        public override bool Waits => true;
    }

    public sealed record Sync(Guid SyncId) : StepWork
    {
        public override string Word => "sync";
        public override string? Permission => Permissions.SyncsWrite;
        public override bool HasEffects => true;
        public override bool Waits => true;
    }

    /// <param name="Input">What the other workflow reads as <c>input</c>.</param>
    public sealed record SubWorkflow(Guid WorkflowId, IReadOnlyDictionary<string, string> Input) : StepWork
    {
        public override string Word => "workflow";
        public override string? Permission => Permissions.WorkflowsRun;
        public override bool HasEffects => true;
        public override bool Waits => true;
        public override IEnumerable<StepText> Texts => Input.Select(value => new StepText($"input.{value.Key}", value.Value));
    }

    public sealed record Delay(TimeSpan Duration) : StepWork
    {
        public override string Word => "delay";
    }

    /// <summary>Waits until somebody approves or rejects.</summary>
    public sealed record Approval(string? Message) : StepWork
    {
        public override string Word => "approval";
        public override bool Waits => true;
        public override IEnumerable<StepText> Texts => Message is null ? [] : [new("message", Message)];
    }

    public sealed record Branch(IReadOnlyList<Condition> Conditions, IReadOnlyList<WorkflowStep> Then, IReadOnlyList<WorkflowStep> Else) : StepWork
    {
        public override string Word => "branch";
        public override IReadOnlyList<StepPart> Parts => [new("then", Then), new("else", Else)];
    }

    /// <param name="Rows">The step whose rows are gone through; otherwise <paramref name="Items"/>.</param>
    /// <param name="Items">A template of a JSON array.</param>
    /// <param name="Concurrency">How many are gone through at a time.</param>
    public sealed record Loop(string? Rows, string? Items, IReadOnlyList<WorkflowStep> Steps, int Concurrency) : StepWork
    {
        public override string Word => "loop";
        public override IEnumerable<StepText> Texts => Items is null ? [] : [new("items", Items)];
        public override IEnumerable<StepText> Named => Rows is null ? [] : [new("rows", Rows)];
        public override IReadOnlyList<StepPart> Parts => [new("steps", Steps)];
    }

    public sealed record Parallel(IReadOnlyList<IReadOnlyList<WorkflowStep>> Branches) : StepWork
    {
        public override string Word => "parallel";
        public override IReadOnlyList<StepPart> Parts => [.. Branches.Select((branch, at) => new StepPart($"branches[{at}]", branch))];
    }
}

/// <param name="Field">Its place within the step, as a JSON path.</param>
public sealed record StepText(string Field, string Text);

/// <inheritdoc cref="StepText"/>
public sealed record StepPart(string Field, IReadOnlyList<WorkflowStep> Steps);
