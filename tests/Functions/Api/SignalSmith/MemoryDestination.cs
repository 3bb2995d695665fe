using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Tests.Api.SignalSmith;

/// <summary>A destination that keeps nothing. Its <c>space</c> tells how it behaves: <c>broken</c> cannot be reached, <c>slow</c> answers once it is released.</summary>
public sealed class MemoryDestination : IDestination
{
    public const string RightToken = "right-token";

    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes what is slow.</summary>
    public TaskCompletionSource Release { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a slow check was cancelled.</summary>
    public Task Abandoned => _abandoned.Task;

    public DestinationDefinition Definition { get; } = new("memory", "Memory", "database", (JsonObject)JsonNode.Parse("""
        {
          "type": "object",
          "properties": {
            "space": {"type": "string", "title": "Space"},
            "token": {"type": "string", "title": "Token", "secret": true},
            "object": {"type": "string"},
            "size": {"type": "integer"}
          },
          "required": ["space", "token"],
          "additionalProperties": false
        }
        """)!);

    public IReadOnlyList<FieldError> Validate(DestinationSettings settings) =>
        settings.Text("space") == "forbidden" ? [new FieldError("space", "Is a forbidden word.")] : [];

    public async Task<ServerInfo> CheckAsync(DestinationSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Text("space") == "slow")
            await WaitAsync(cancellationToken);
        if (settings.Text("space") == "bug")
            throw new InvalidOperationException("A defect with a secret in its message: " + settings.Text("token"));
        return settings.Text("space") == "broken" || settings.Text("token") != RightToken
            ? throw new ConnectorException(ConnectorFailure.AccessDenied, "The memory refuses the token.")
            : new ServerInfo("Memory 1.0", TimeSpan.FromMilliseconds(3));
    }

    public Task<IReadOnlyList<DestinationStream>> DiscoverAsync(DestinationSettings settings, CancellationToken cancellationToken) =>
        settings.Text("space") == "broken"
            ? throw new ConnectorException(ConnectorFailure.Unreachable, "The memory is away.")
            : Task.FromResult<IReadOnlyList<DestinationStream>>(settings.Text("space") == "single" ? [Contacts] : [Contacts, Visits, Events]);

    public Task<Result<IRowWriter>> OpenAsync(DestinationSettings settings, WriteTarget target, CancellationToken cancellationToken) =>
        Task.FromResult(Result.Of<IRowWriter>(new Writer(target)));

    private static DestinationStream Contacts { get; } = new(
        "contacts",
        [
            new DestinationField("email", ColumnKind.Text, "text(80)", IsRequired: true) { MaxLength = 80 },
            new DestinationField("full_name", ColumnKind.Text, "text"),
            new DestinationField("origin", ColumnKind.Text, "text") { AllowedValues = ["shop", "web"] },
            new DestinationField("changed_at", ColumnKind.TimestampTz, "instant") { IsReadOnly = true },
        ],
        [["email"]],
        RowOperations.Insert | RowOperations.Update | RowOperations.Upsert | RowOperations.Delete);

    private static DestinationStream Visits { get; } = new(
        "visits",
        [
            new DestinationField("email", ColumnKind.Text, "text", IsRequired: true),
            new DestinationField("day", ColumnKind.Integer, "number", IsRequired: true),
            new DestinationField("origin", ColumnKind.Text, "text"),
            new DestinationField("full_name", ColumnKind.Text, "text"),
        ],
        [["email", "day"]],
        RowOperations.Upsert);

    private static DestinationStream Events { get; } = new("events", [new DestinationField("name", ColumnKind.Text, "text")], [], RowOperations.Append, AcceptsOtherFields: true);

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Release.Task.WaitAsync(cancellationToken);
            Release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        catch (OperationCanceledException)
        {
            _abandoned.TrySetResult();
            throw;
        }
    }

    /// <summary>Takes no name that a spreadsheet would run.</summary>
    private sealed class Writer(WriteTarget target) : IRowWriter
    {
        public int BatchRows => 100;

        public bool IsRepeatable(RowOperations operation) => true;

        public Task<IReadOnlyList<RowRejection>> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
        {
            var name = target.Columns.ToList().FindIndex(column => column.Name == "full_name");
            return Task.FromResult<IReadOnlyList<RowRejection>>(
            [
                .. batch.Rows.Index().Where(row => name >= 0 && row.Item[name] is string text && text.StartsWith('='))
                    .Select(row => new RowRejection(row.Index, "name_refused", "The name is a formula.")),
            ]);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
