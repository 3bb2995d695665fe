using Microsoft.DurableTask.Client;

namespace Emulator.Durable.Store;

/// <summary>Reads of what is committed.</summary>
internal sealed class StoreReader(SqlSession sql) : IDisposable
{
    public Instance? Find(string instanceId) => sql
        .Query($"SELECT {Rows.InstanceColumns} FROM instances WHERE id = $1", Rows.Instance, instanceId)
        .SingleOrDefault();

    public string? Input(string instanceId) => sql.Scalar("SELECT payload FROM inputs WHERE instance_id = $1", instanceId) as string;

    public List<HistoryEvent> History(string instanceId) => sql.Query(
        "SELECT kind, at, task, name, payload FROM history WHERE instance_id = $1 ORDER BY id", Rows.Event, instanceId);

    /// <summary>Up to <paramref name="limit"/> instances in the order of their ids, after the given one.</summary>
    public List<Instance> List(OrchestrationQuery filter, string? after, int limit) => sql.Query(
        $"""
        SELECT {Rows.InstanceColumns} FROM instances
        WHERE id > $1 AND created >= coalesce($2, created) AND created <= coalesce($3, created)
            AND ($4 IS NULL OR status IN (SELECT value FROM json_each($4)))
            AND substr(id, 1, length($5)) = $5
        ORDER BY id LIMIT $6
        """,
        Rows.Instance,
        after ?? "",
        filter.CreatedFrom?.UtcTicks,
        filter.CreatedTo?.UtcTicks,
        Rows.StatusList(filter.Statuses),
        filter.InstanceIdPrefix ?? "",
        limit);

    public void Dispose() => sql.Dispose();
}
