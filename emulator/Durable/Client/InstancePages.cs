using System.Runtime.CompilerServices;
using Emulator.Durable.Store;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Emulator.Durable.Client;

/// <summary>Instances in the order of their ids. The continuation token is the last id of a page.</summary>
internal sealed class InstancePages(DurableStore store, OrchestrationQuery filter, string hub) : AsyncPageable<OrchestrationMetadata>
{
    private bool IsOurs => filter.TaskHubNames?.ToList() is not { Count: > 0 } hubs || hubs.Contains(hub, StringComparer.OrdinalIgnoreCase);

    public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        ReadAsync(continuationToken ?? filter.ContinuationToken, pageSizeHint ?? filter.PageSize);

    private async IAsyncEnumerable<Page<OrchestrationMetadata>> ReadAsync(
        string? after, int size, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var found = IsOurs ? store.Read(reader => reader.List(filter, after, size + 1)) : [];
            var page = found.Take(size).ToList();
            after = found.Count > size ? page[^1].Id : null;

            // The real host sends payloads here even when they were not asked for.
            yield return new Page<OrchestrationMetadata>(
                [.. page.Select(i => Metadata.Of(i, store, withPayloads: true, isReadable: filter.FetchInputsAndOutputs))], after);
            await Task.CompletedTask;
        }
        while (after is not null);
    }
}
