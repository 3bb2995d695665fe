using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Tests.Syncs;

/// <summary>A destination whose every batch a test can hold, fail and count.</summary>
internal sealed class MemoryDestination : IDestination
{
    private static readonly JsonObject Schema = new() { ["type"] = "object", ["properties"] = new JsonObject(), ["additionalProperties"] = false };

    public DestinationDefinition Definition { get; } = new("memory", "Memory", "api", Schema);

    public DestinationStream Stream { get; set; } = new(
        "rows",
        [new DestinationField("id", ColumnKind.Integer, "int", IsRequired: true), new DestinationField("name", ColumnKind.Text, "text")],
        [["id"]],
        RowOperations.Insert | RowOperations.Update | RowOperations.Upsert | RowOperations.Append | RowOperations.Delete);

    public int BatchRows { get; set; } = 10;

    public bool IsRepeatable { get; set; } = true;

    /// <summary>Runs before each batch is written.</summary>
    public Func<WriteBatch, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after each batch is written and before the caller hears of it.</summary>
    public Func<WriteBatch, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>Ids in the order in which they were written, as often as they were.</summary>
    public ConcurrentQueue<long> Written { get; } = [];

    public ConcurrentDictionary<long, string?> Rows { get; } = [];

    public IReadOnlyList<FieldError> Validate(DestinationSettings settings) => [];

    public Task<ServerInfo> CheckAsync(DestinationSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult(new ServerInfo("memory", TimeSpan.Zero));

    public Task<IReadOnlyList<DestinationStream>> DiscoverAsync(DestinationSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DestinationStream>>([Stream]);

    public Task<Result<IRowWriter>> OpenAsync(DestinationSettings settings, WriteTarget target, CancellationToken cancellationToken) =>
        Task.FromResult(Result.Of<IRowWriter>(new Writer(this, target.Columns.Select(column => column.Name).ToList())));

    private sealed class Writer(MemoryDestination destination, List<string> columns) : IRowWriter
    {
        public int BatchRows => destination.BatchRows;

        public bool IsRepeatable(RowOperations operation) => destination.IsRepeatable;

        public async Task<IReadOnlyList<RowRejection>> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
        {
            await destination.Before(batch).WaitAsync(cancellationToken);
            var (id, name) = (columns.IndexOf("id"), columns.IndexOf("name"));
            foreach (var row in batch.Rows)
            {
                destination.Written.Enqueue((long)row[id]!);
                if (batch.Operation == RowOperations.Delete)
                    destination.Rows.TryRemove((long)row[id]!, out _);
                else
                    destination.Rows[(long)row[id]!] = name < 0 ? null : row[name] as string;
            }

            await destination.After(batch);
            return [];
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
