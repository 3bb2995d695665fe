using System.Diagnostics;
using System.Globalization;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bench;

/// <summary>One sync, step by step, whose destination accepts everything at once.</summary>
internal sealed class SteppedSync(IServiceProvider services, TextWriter output)
{
    private static readonly Ids Ids = new(TimeProvider.System);

    private RunFiles _run = new(new WorkspaceId(Ids.New()), Ids.New(), Ids.New());
    private Extract _extract = null!;
    private CompareRequest _request = null!;
    private SnapshotRef? _accepted;
    private Changes _changes = null!;

    public IServiceProvider Services => services;

    public WorkspaceId Workspace => _run.Workspace;

    /// <summary>Turns to another sync.</summary>
    public Task BeginAsync()
    {
        services.GetRequiredService<SyncFiles>().Release(_run);
        (_run, _accepted) = (new RunFiles(Workspace, Ids.New(), Ids.New()), null);
        return Task.CompletedTask;
    }

    public async Task ReadAsync(OpenConnection source, ReadStatement statement, bool isLocal)
    {
        NewRun();
        _extract = await services.GetRequiredService<SourceExtracts>().ExtractAsync(
            _run, new ExtractRequest(source, statement, ["id"], "created_at") { IsLocal = isLocal }, null, CancellationToken.None);
    }

    public async Task MakeUpAsync(long rows)
    {
        NewRun();
        var columns = new[] { new ResultColumn("id", ColumnKind.Integer), new ResultColumn("name", ColumnKind.Text) };
        var begun = new Extract(Ids.New().ToString("N"), 0, columns, [0], [], 0, IsLocal: true, null);
        var writer = new ExtractWriter(services.GetRequiredService<SyncFiles>(), _run, begun, null, services.GetRequiredService<IOptions<SyncOptions>>().Value.ChunkRows);
        await using var reader = new MadeUpRows(columns, rows);
        _extract = await writer.WriteAsync(reader, null, CancellationToken.None);
    }

    public async Task CompareAsync(bool keepUnseen = false)
    {
        _request = new CompareRequest(_extract, _accepted, "mapping") { KeepUnseen = keepUnseen, DetectRemovals = !keepUnseen };
        _changes = await services.GetRequiredService<SnapshotComparison>().CompareAsync(_run, _request, CancellationToken.None);
    }

    public async Task DeliverAsync()
    {
        var outcomes = services.GetRequiredService<ChunkOutcomes>();
        foreach (var chunk in _changes.Chunks)
            await outcomes.WriteAsync(_run, chunk.Number, new ChunkOutcome([], null), CancellationToken.None);
    }

    public async Task CommitAsync()
    {
        _accepted = await services.GetRequiredService<SnapshotCommit>().CommitAsync(_run, _request, CancellationToken.None);
    }

    public async Task TimeAsync(string what, long rows, Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var (cpu, started) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await work();
        process.Refresh();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-26} {seconds,7:F3} s, {rows / seconds / 1_000_000,8:F2} million rows/s; {(process.TotalProcessorTime - cpu).TotalSeconds,6:F2} s of processor here; {_changes?.Total ?? 0} changes; memory {process.WorkingSet64 / 1024 / 1024} MB, at most {process.PeakWorkingSet64 / 1024 / 1024}"));
    }

    private void NewRun()
    {
        services.GetRequiredService<SyncFiles>().Release(_run);
        _run = _run with { RunId = Ids.New() };
    }

    private sealed class MadeUpRows(IReadOnlyList<ResultColumn> columns, long rows) : BulkReader
    {
        private long _next;

        public override IReadOnlyList<ResultColumn> Columns => columns;

        public override Task<bool> ReadAsync(ColumnBatch batch, int maxRows, long maxBytes, CancellationToken cancellationToken)
        {
            for (; batch.Rows < maxRows && _next < rows; _next++)
            {
                batch.Buffers[0].Add(_next);
                batch.Buffers[1].Add("somebody"u8);
                batch.EndRow();
            }

            return Task.FromResult(_next < rows);
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
