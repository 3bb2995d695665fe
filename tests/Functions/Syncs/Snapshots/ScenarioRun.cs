using System.Globalization;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Tests.Syncs.Snapshots;

/// <summary>A run that was compared.</summary>
internal sealed record ScenarioRun(SnapshotScenario Scenario, RunFiles Files, CompareRequest Request, Changes Changes)
{
    public static async Task<ScenarioRun> CompareAsync(SnapshotScenario scenario, RunFiles files, CompareRequest request) =>
        new(scenario, files, request, await scenario.Machine.Get<SnapshotComparison>().CompareAsync(files, request, CancellationToken.None));

    /// <summary>What there is to send: <c>Added 1 Ann 30</c>.</summary>
    public async Task<string[]> RowsAsync()
    {
        var rows = new List<string>();
        foreach (var chunk in Changes.Chunks)
        {
            await using var reader = await OpenAsync(chunk.Number);
            while (await reader.ReadAsync(CancellationToken.None) is { } row)
                rows.Add(Print(row.Change, row.Values));
        }

        return [.. rows];
    }

    public Task<ChunkReader> OpenAsync(int chunk) => Scenario.Machine.Get<ChangeChunks>().OpenAsync(Files, chunk, CancellationToken.None);

    /// <summary>Delivers every chunk.</summary>
    /// <param name="refused">By the values of a row: why it is rejected; null when it is not. <c>unknown</c> for a row of which nothing is known.</param>
    /// <param name="sent">Rows of each chunk that are sent before the run is stopped; null for all.</param>
    public async Task DeliverAsync(Func<object?[], string?>? refused = null, int? sent = null)
    {
        foreach (var chunk in Changes.Chunks)
        {
            await using var reader = await OpenAsync(chunk.Number);
            var rejected = new List<RejectedRow>();
            while (await reader.ReadAsync(CancellationToken.None) is { } row)
            {
                if (row.Row < (sent ?? int.MaxValue) && refused?.Invoke(row.Values) is { } code)
                    rejected.Add(new RejectedRow(row.Row, code, $"It is {code}.", code == "unknown"));
            }

            await Scenario.Machine.Get<ChunkOutcomes>().WriteAsync(Files, chunk.Number, new ChunkOutcome(rejected, sent), CancellationToken.None);
        }
    }

    /// <summary>Rejects rows by their first column.</summary>
    public Task DeliverButAsync(params long[] ids) => DeliverAsync(row => ids.Contains((long)row[0]!) ? "not_wanted" : null);

    public async Task<SnapshotRef?> CommitAsync() =>
        Scenario.Accepted = await Scenario.Machine.Get<SnapshotCommit>().CommitAsync(Files, Request, CancellationToken.None);

    public Task<RunRecordPage> RecordsAsync(RunRecordQuery query) => Scenario.Machine.Get<RunRecords>().ListAsync(Files, query, CancellationToken.None);

    public static string Print(RowChange? change, IEnumerable<object?> values) =>
        $"{change} {string.Join(' ', values.Select(value => value is null ? "-" : Convert.ToString(value, CultureInfo.InvariantCulture)))}";
}
