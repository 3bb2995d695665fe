using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Syncs.Mapping;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>What a dry run shows: some rows of each kind as the destination would get them, and what could not be mapped.</summary>
public sealed record RunSamples(
    IReadOnlyList<JsonObject> Added, IReadOnlyList<JsonObject> Changed, IReadOnlyList<JsonObject> Removed, IReadOnlyList<MappingProblem> Problems);

/// <param name="Rows">How many rows have it, among those that were looked at.</param>
public sealed record MappingProblem(string Field, string Code, string Message, long Rows);

/// <summary>Maps the rows that a run would send, as far as that is worth the time, and keeps what it shows beside the run.</summary>
public sealed class RunPreview(ChangeChunks changes, RunPapers papers)
{
    private const int RowsPerKind = 10;
    private const int MostMapped = 100_000;

    public async Task MakeAsync(SyncRun run, RunPlan plan, Changes found, CancellationToken cancellationToken)
    {
        var samples = Enum.GetValues<RowChange>().ToDictionary(change => change, _ => new List<JsonObject>());
        var problems = new Dictionary<(string, string), MappingProblem>();
        var looked = 0;
        foreach (var chunk in found.Chunks)
        {
            if (looked >= MostMapped)
                break;
            await using var rows = await changes.OpenAsync(RunFiles.Of(run), chunk.Number, cancellationToken);
            if (!RunMapping.Create(plan, rows.Columns).Succeeded(out var mapping, out var wrong))
                throw new InvalidOperationException($"A mapping that fitted no longer does: {wrong.Code}.");
            while (looked < MostMapped && await rows.ReadAsync(cancellationToken) is { } row)
            {
                looked++;
                Look(row, mapping.Rows, samples[row.Change], problems);
            }
        }

        await papers.WriteAsync(
            RunKey.Of(run), new RunSamples(samples[RowChange.Added], samples[RowChange.Changed], samples[RowChange.Removed], [.. problems.Values]), cancellationToken);
    }

    public Task<RunSamples?> FindAsync(RunKey run, CancellationToken cancellationToken) => papers.FindAsync<RunSamples>(run, cancellationToken);

    private static void Look(ChangedRow row, RowMapper mapper, List<JsonObject> samples, Dictionary<(string, string), MappingProblem> problems)
    {
        var target = new object?[mapper.Columns.Count];
        var failure = row.Change == RowChange.Removed ? mapper.MapKey(row.Values, target) : mapper.Map(row.Values, target);
        if (failure is not null)
        {
            var known = problems.GetValueOrDefault((failure.Field, failure.Code)) ?? new MappingProblem(failure.Field, failure.Code, failure.Message, 0);
            problems[(failure.Field, failure.Code)] = known with { Rows = known.Rows + 1 };
        }
        else if (samples.Count < RowsPerKind)
        {
            samples.Add(Shown(mapper, target, withNulls: row.Change != RowChange.Removed));
        }
    }

    private static JsonObject Shown(RowMapper mapper, object?[] values, bool withNulls) => new(
        from at in Enumerable.Range(0, values.Length)
        where withNulls || values[at] is not null
        select KeyValuePair.Create(mapper.Columns[at].Name, JsonSerializer.SerializeToNode(values[at])));
}
