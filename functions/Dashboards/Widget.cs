using System.Text.Json.Serialization;

namespace FunctionsPlatform.Dashboards;

/// <summary>One tile of a dashboard.</summary>
/// <param name="Id">Empty for one that is new.</param>
public sealed record Widget(Guid Id, WidgetKind Kind, WidgetSource Source, GridPosition Position)
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public WidgetDisplay Display { get; init; } = new();
}

public enum WidgetKind
{
    Metric,
    Table,
    Bar,
    Line,
    Area,
    Pie,
    Scatter,
    Text,
}

/// <summary>Where a widget's rows come from. Each kind has one resolver in <see cref="WidgetReader"/>.</summary>
[JsonDerivedType(typeof(SavedQuery), "saved_query")]
[JsonDerivedType(typeof(Dataset), "dataset")]
[JsonDerivedType(typeof(Model), "model")]
[JsonDerivedType(typeof(Text), "text")]
public abstract record WidgetSource
{
    private WidgetSource()
    {
    }

    /// <summary>The SQL of a question that was answered, run again.</summary>
    public sealed record SavedQuery(Guid QueryId) : WidgetSource;

    /// <summary>The rows of a dataset, or what SQL over it gives.</summary>
    public sealed record Dataset(Guid DatasetId, string? Sql) : WidgetSource;

    /// <summary>What a model predicts, or what there is to know of it.</summary>
    /// <param name="Features">What it predicts from, in JSON: one row as an array or an object, or an array of such.</param>
    /// <param name="Horizon">How many periods it looks ahead.</param>
    public sealed record Model(Guid ModelId, ModelView Show, string? Features, int? Horizon) : WidgetSource;

    /// <summary>Words, without rows.</summary>
    public sealed record Text(string Content) : WidgetSource;
}

/// <summary>What is shown of a model.</summary>
public enum ModelView
{
    /// <summary>What it predicts from the features given, or for the next periods.</summary>
    Predictions,

    /// <summary>How it did on rows that it had not learnt from.</summary>
    Metrics,

    /// <summary>How much worse it does without each feature.</summary>
    Importance,
}

/// <summary>A rectangle of cells, from the upper left, on a grid of <see cref="Columns"/> columns.</summary>
public readonly record struct GridPosition(int X, int Y, int W, int H)
{
    public const int Columns = 12;

    /// <summary>Rows that a dashboard can have, which keeps pages of a length that somebody scrolls.</summary>
    public const int Rows = 500;

    [JsonIgnore]
    public bool IsInside => X >= 0 && Y >= 0 && W >= 1 && H >= 1 && W <= Columns && H <= Rows && X <= Columns - W && Y <= Rows - H;

    public bool Overlaps(GridPosition other) => X < other.X + other.W && other.X < X + W && Y < other.Y + other.H && other.Y < Y + H;
}
