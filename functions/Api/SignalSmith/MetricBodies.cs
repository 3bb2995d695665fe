using System.ComponentModel;
using System.Text.Json;
using FunctionsPlatform.Knowledge;
using FunctionsPlatform.Knowledge.Import;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Api.SignalSmith;

/// <param name="Operator">=, !=, &lt;, &lt;=, &gt;, &gt;=, in, not_in, is_null or is_not_null.</param>
/// <param name="Value">A string, number or boolean, as the column holds them; an array for in and not_in; nothing for is_null and is_not_null.</param>
public sealed record MetricFilterBody(string Column, string Operator, JsonElement? Value = null);

public sealed record CreateMetricRequest(
    Guid ConnectionId,
    [property: Description("As questions say it: revenue, average order value.")] string Name,
    [property: Description("With the schema and a dot before it, where several schemas have one of that name.")] string Table,
    MetricAggregate Aggregate,
    [property: Description("What is aggregated; may be left out to count rows.")] string? Column = null,
    [property: Description("Which rows; all of them must hold.")] IReadOnlyList<MetricFilterBody>? Filters = null,
    [property: Description("Other names that questions say.")] IReadOnlyList<string>? Synonyms = null,
    string? Description = null)
{
    public Metric ToMetric() => MetricBody.Read(Name, Table, Aggregate, Column, Filters, Synonyms, Description);
}

public sealed record UpdateMetricRequest(
    string Name,
    string Table,
    MetricAggregate Aggregate,
    string? Column = null,
    IReadOnlyList<MetricFilterBody>? Filters = null,
    IReadOnlyList<string>? Synonyms = null,
    string? Description = null) : ReadBack
{
    public Metric ToMetric() => MetricBody.Read(Name, Table, Aggregate, Column, Filters, Synonyms, Description);
}

/// <summary>A number that people ask for by its name.</summary>
public sealed record MetricBody(
    Guid Id,
    Guid WorkspaceId,
    Guid ConnectionId,
    string Name,
    IReadOnlyList<string> Synonyms,
    string Description,
    string Table,
    MetricAggregate Aggregate,
    string? Column,
    IReadOnlyList<MetricFilterBody> Filters,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static MetricBody Of(Definition<Metric> definition) => new(
        definition.Id,
        definition.Workspace.Value,
        definition.ConnectionId,
        definition.Content.Name,
        definition.Content.Synonyms,
        definition.Content.Description ?? "",
        definition.Content.Table,
        definition.Content.Aggregate,
        definition.Content.Column,
        [.. definition.Content.Filters.Select(filter => new MetricFilterBody(filter.Column, filter.Operator, filter.Value))],
        definition.CreatedAt,
        definition.UpdatedAt);

    internal static Metric Read(
        string name, string table, MetricAggregate aggregate, string? column, IReadOnlyList<MetricFilterBody>? filters, IReadOnlyList<string>? synonyms, string? description) =>
        new(name.Trim(), table, aggregate, column, [.. (filters ?? []).Select(filter => new MetricFilter(filter.Column, filter.Operator, filter.Value))], synonyms ?? [], description);
}

public sealed record ImportKnowledgeRequest(
    Guid ConnectionId, [property: Description("The YAML of dbt semantic models and metrics, or of Cube's cubes.")] string Content);

/// <param name="Imported">How many items were created or updated.</param>
/// <param name="Items">In the order of the file.</param>
public sealed record ImportBody(int Imported, int Skipped, IReadOnlyList<ImportedItem> Items)
{
    public static ImportBody Of(IReadOnlyList<ImportedItem> items)
    {
        var skipped = items.Count(item => item.Outcome == ImportOutcome.Skipped);
        return new ImportBody(items.Count - skipped, skipped, items);
    }
}
