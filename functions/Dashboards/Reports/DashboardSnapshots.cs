using System.IO.Compression;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Dashboards;

/// <summary>
/// Table <c>DashboardSnapshots</c> (partition = dashboard, row = id, newest first) and, in the dashboard's files, the pages: one HTML document each, with its data, its styles and
/// its scripts, that needs nothing from anywhere.
/// </summary>
public sealed class DashboardSnapshots(PlatformStorage storage, DashboardFiles files, DashboardReader reader, TimeProvider clock, IOptions<DashboardOptions> options)
{
    private const int ListedAtOnce = 1_000;

    /// <summary>Keeps a snapshot of what the dashboard shows now. The same id again replaces it.</summary>
    public async Task<DashboardSnapshot> TakeAsync(Dashboard dashboard, Guid id, Guid? reportId, CancellationToken cancellationToken)
    {
        var data = await reader.ReadAsync(dashboard, FilterValues.Defaults(dashboard).Value, isForced: true, cancellationToken);
        var page = DashboardPage.SelfContained(data);
        await files.WriteAsync(dashboard, NameOf(id), Pack(page), null, cancellationToken);
        var failed = data.Widgets.Count(widget => widget.Error is not null);
        var snapshot = new DashboardSnapshot(id, dashboard.Id, reportId, clock.GetUtcNow(), page.Length, data.Widgets.Count, failed);
        var row = new TableEntity(Partition(dashboard), RowKeys.NewestFirst(id));
        row.SetJson("Snapshot", snapshot);
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        await TrimAsync(dashboard, cancellationToken);
        return snapshot;
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<DashboardSnapshot>> ListAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        var rows = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(Partition(dashboard), ListedAtOnce, null, cancellationToken);
        return [.. rows.Value.Items.Select(Read)];
    }

    /// <summary>The HTML document.</summary>
    public async Task<Result<byte[]>> ReadAsync(Dashboard dashboard, Guid id, CancellationToken cancellationToken)
    {
        var isKnown = await (await TableAsync(cancellationToken)).FindAsync(Partition(dashboard), RowKeys.NewestFirst(id), cancellationToken) is not null;
        if (!isKnown || await files.FindAsync(dashboard, NameOf(id), cancellationToken) is not { } blob)
            return DashboardErrors.SnapshotNotFound;
        await using var packed = new GZipStream(blob.Content.ToStream(), CompressionMode.Decompress);
        using var page = new MemoryStream();
        await packed.CopyToAsync(page, cancellationToken);
        return page.ToArray();
    }

    public async Task RemoveAllAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        foreach (var snapshot in await ListAsync(dashboard, cancellationToken))
            await RemoveAsync(dashboard, snapshot, cancellationToken);
    }

    private async Task TrimAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        foreach (var snapshot in (await ListAsync(dashboard, cancellationToken)).Skip(options.Value.SnapshotsKept))
            await RemoveAsync(dashboard, snapshot, cancellationToken);
    }

    private async Task RemoveAsync(Dashboard dashboard, DashboardSnapshot snapshot, CancellationToken cancellationToken)
    {
        await (await TableAsync(cancellationToken)).RemoveAsync(Partition(dashboard), RowKeys.NewestFirst(snapshot.Id), cancellationToken);
        await files.RemoveAsync(dashboard, NameOf(snapshot.Id), cancellationToken);
    }

    private static BinaryData Pack(byte[] page)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(page);
        return BinaryData.FromBytes(buffer.ToArray());
    }

    private static DashboardSnapshot Read(TableEntity row) => row.GetJson<DashboardSnapshot>("Snapshot")!;

    private static string NameOf(Guid id) => $"snapshots/{id:N}.html.gz";

    private static string Partition(Dashboard dashboard) => dashboard.Id.ToString("N");

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("DashboardSnapshots", cancellationToken);
}
