using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Access;

/// <summary>
/// Who did what, and when. Table <c>AuditLog</c>: partition = workspace, row = id, newest first. Entries are added and never changed; they are gone after <see cref="AccessOptions.AuditDays"/>.
/// </summary>
public sealed class AuditLog(PlatformStorage storage, Ids ids, IOptions<AccessOptions> options, TimeProvider clock)
{
    internal const string Table = "AuditLog";
    private const int LongestPath = 2_000;

    public async Task AddAsync(Principal actor, string action, string method, string path, int status, string requestId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var row = new TableEntity(actor.Workspace.ToString(), RowKeys.NewestFirst(ids.New()))
        {
            ["At"] = now,
            ["Actor"] = actor.Id,
            ["ActorKind"] = actor.Kind.ToString(),
            ["Role"] = actor.Role,
            ["Action"] = action,
            ["Method"] = method,
            ["Path"] = path[..Math.Min(path.Length, LongestPath)],
            ["Status"] = status,
            ["RequestId"] = requestId,
            [ExpiringRows.ExpiresAt] = now.AddDays(options.Value.AuditDays),
        };
        await (await storage.TableAsync(Table, cancellationToken)).AddEntityAsync(row, cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<AuditEntry>>> ListAsync(WorkspaceId workspace, AuditQuery query, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await storage.TableAsync(Table, cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken, FilterOf(query));
        return page.Succeeded(out var rows, out var refusal) ? rows.Select(Read) : refusal;
    }

    private static string? FilterOf(AuditQuery query)
    {
        string?[] conditions =
        [
            query.From is { } from ? TableClient.CreateQueryFilter($"At ge {from}") : null,
            query.To is { } to ? TableClient.CreateQueryFilter($"At lt {to}") : null,
            query.Actor is { } actor ? TableClient.CreateQueryFilter($"Actor eq {actor}") : null,
            query.Action is { } action ? TableClient.CreateQueryFilter($"Action eq {action}") : null,
        ];
        return string.Join(" and ", conditions.OfType<string>()) is { Length: > 0 } filter ? filter : null;
    }

    private static AuditEntry Read(TableEntity row) => new(
        RowKeys.IdOfNewestFirst(row.RowKey),
        new WorkspaceId(Guid.Parse(row.PartitionKey)),
        row.GetDateTimeOffset("At")!.Value,
        row.GetString("Actor"),
        Enum.Parse<CredentialKind>(row.GetString("ActorKind")),
        row.GetString("Role"),
        row.GetString("Action"),
        row.GetString("Method"),
        row.GetString("Path"),
        row.GetInt32("Status")!.Value,
        row.GetString("RequestId"));
}
