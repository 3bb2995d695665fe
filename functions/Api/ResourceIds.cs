using System.Globalization;
using FunctionsPlatform.Datasets;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Api;

/// <summary>The ids of resources as callers write and read them: <c>conn_0198...</c>, or a name given to the resource such as <c>conn_abc123</c>.</summary>
public sealed class ResourceIds(Aliases aliases, TimeProvider clock)
{
    private readonly TimedCache<(WorkspaceId, string Kind, string Alias), Named> _named = new(TimeSpan.FromSeconds(15), clock);
    private readonly TimedCache<(WorkspaceId, string Kind, Guid), string> _numbers = new(TimeSpan.FromHours(1), clock, capacity: 50_000);

    public static readonly PublicId Connection = new("connection", "conn_");

    public static PublicId Dataset => Datasets.Dataset.PublicId;

    public static PublicId Export => QueryExport.PublicId;

    public static PublicId ScheduledQuery => Datasets.ScheduledQuery.PublicId;

    public static PublicId Monitor => Monitors.Monitor.PublicId;

    public static PublicId Workflow => Workflows.Workflow.PublicId;

    public static PublicId Query => Question.PublicId;

    public static PublicId PredictionModel => Predictions.PredictionModel.PublicId;

    public static PublicId BatchPrediction => Predictions.BatchPrediction.PublicId;

    /// <summary>The id meant by a caller's text; one that nothing has when the text is no id at all.</summary>
    public async Task<Guid> ReadAsync(WorkspaceId workspace, PublicId format, string text, CancellationToken cancellationToken) =>
        format.TryParse(text, out var id) ? id : (await FindAsync(workspace, format.Kind, text, cancellationToken))?.Id ?? Guid.Empty;

    public Task<string> ShowAsync(WorkspaceId workspace, PublicId format, Guid id, CancellationToken cancellationToken) =>
        aliases.DisplayAsync(workspace, format, id, cancellationToken);

    /// <summary>Several at once, each looked up once.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> ShowAllAsync(
        WorkspaceId workspace, PublicId format, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var shown = await Task.WhenAll(ids.Distinct().Select(async id => KeyValuePair.Create(id, await ShowAsync(workspace, format, id, cancellationToken))));
        return shown.ToDictionary();
    }

    /// <summary>The number of a resource, for the API that numbers them: 1, 2, 3, ... in the order in which they were first shown there.</summary>
    public async Task<int> NumberOfAsync(WorkspaceId workspace, string kind, Guid id, CancellationToken cancellationToken) =>
        await KnownNumberAsync(workspace, kind, id, cancellationToken) ?? await aliases.NumberAsync(workspace, Numbered(kind), id, cancellationToken);

    /// <summary>Several at once. Those that were never shown get their numbers in the order in which they were made.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> NumbersOfAsync(
        WorkspaceId workspace, string kind, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        Guid[] wanted = [.. ids.Distinct().Order()];
        var known = await Task.WhenAll(wanted.Select(id => KnownNumberAsync(workspace, kind, id, cancellationToken)));
        var numbers = new Dictionary<Guid, int>();
        foreach (var (id, number) in wanted.Zip(known))
            numbers.Add(id, number ?? await NumberOfAsync(workspace, kind, id, cancellationToken));
        return numbers;
    }

    /// <summary>The resource of a number; the id that nothing has when there is none.</summary>
    public async Task<Guid> OfNumberAsync(WorkspaceId workspace, string kind, string number, CancellationToken cancellationToken) =>
        (await FindAsync(workspace, Numbered(kind), number, cancellationToken))?.Id ?? Guid.Empty;

    private async Task<int?> KnownNumberAsync(WorkspaceId workspace, string kind, Guid id, CancellationToken cancellationToken) =>
        await _numbers.GetAsync((workspace, kind, id), () => aliases.AliasOfAsync(workspace, Numbered(kind), id, cancellationToken)) is { } known
            ? int.Parse(known, CultureInfo.InvariantCulture)
            : null;

    private static string Numbered(string kind) => $"number of {kind}";

    private ValueTask<Named?> FindAsync(WorkspaceId workspace, string kind, string alias, CancellationToken cancellationToken) => _named.GetAsync(
        (workspace, kind, alias),
        async () => await aliases.FindAsync(workspace, kind, alias, cancellationToken) is { } id ? new Named(id) : null);

    private sealed record Named(Guid Id);
}
