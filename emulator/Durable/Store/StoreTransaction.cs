using Microsoft.DurableTask.Client;

namespace Emulator.Durable.Store;

/// <summary>The writes of one transaction.</summary>
internal sealed class StoreTransaction(SqlSession sql)
{
    /// <summary>Makes a new instance, over one of the same id that has finished. Null when that one has not.</summary>
    public Message? TryStart(Instance instance, string? input, DateTime startAt)
    {
        if (sql.Scalar($"SELECT 1 FROM instances WHERE id = $1 AND status IN {Schema.Unfinished}", instance.Id) is not null)
            return null;

        Delete(instance.Id);
        sql.Execute(
            """
            INSERT INTO instances (id, execution, name, status, created, updated, custom_status, parent_id, parent_name, parent_execution, parent_task)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            instance.Id, instance.Execution, instance.Name, (int)instance.Status, instance.CreatedAt.Ticks, instance.UpdatedAt.Ticks,
            instance.CustomStatus, instance.Parent?.InstanceId, instance.Parent?.Name, instance.Parent?.Execution, instance.Parent?.TaskId);
        SetInput(instance.Id, input);
        return Begin(instance, input, startAt);
    }

    /// <summary>Replaces the history of an instance by a fresh execution of the same id.</summary>
    public Message ContinueAsNew(Instance instance, string finishedExecution, string? input)
    {
        sql.Execute("DELETE FROM history WHERE instance_id = $1", instance.Id);
        sql.Execute("DELETE FROM inbox WHERE instance_id = $1 AND execution = $2", instance.Id, finishedExecution);
        SetInput(instance.Id, input);
        Update(instance);
        return Begin(instance, input, instance.UpdatedAt);
    }

    public void Update(Instance instance) => sql.Execute(
        "UPDATE instances SET execution = $2, status = $3, updated = $4, custom_status = $5, output = $6 WHERE id = $1",
        instance.Id, instance.Execution, (int)instance.Status, instance.UpdatedAt.Ticks, instance.CustomStatus, instance.Output);

    public void AppendHistory(string instanceId, IEnumerable<HistoryEvent> events)
    {
        foreach (var e in events)
        {
            sql.Execute(
                "INSERT INTO history (instance_id, kind, at, task, name, payload) VALUES ($1, $2, $3, $4, $5, $6)",
                instanceId, (int)e.Kind, e.At.Ticks, e.TaskId, e.Name, e.Payload);
        }
    }

    /// <summary>Puts an event into an instance's inbox, unless the instance, or the execution it is meant for, is over: then null.</summary>
    public Message? Send(string instanceId, string? execution, HistoryEvent e, DateTime? dueAt = null)
    {
        var due = dueAt ?? e.At;
        var id = sql.Scalar(
            $"""
            INSERT INTO inbox (instance_id, execution, due, kind, at, task, name, payload)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8
            WHERE EXISTS (SELECT 1 FROM instances WHERE id = $1 AND status IN {Schema.Unfinished} AND execution = coalesce($2, execution))
            RETURNING id
            """,
            instanceId, execution, due.Ticks, (int)e.Kind, e.At.Ticks, e.TaskId, e.Name, e.Payload);
        return id is long stored ? new Message(stored, instanceId, execution, due, e) : null;
    }

    public void Consume(IEnumerable<Message> messages)
    {
        foreach (var message in messages)
            sql.Execute("DELETE FROM inbox WHERE id = $1", message.Id);
    }

    public void EmptyInbox(string instanceId) => sql.Execute("DELETE FROM inbox WHERE instance_id = $1", instanceId);

    public ActivityWork AddActivity(Instance instance, int taskId, string name, string? input)
    {
        var id = sql.Scalar(
            "INSERT INTO activities (instance_id, execution, task, name, input) VALUES ($1, $2, $3, $4, $5) RETURNING id",
            instance.Id, instance.Execution, taskId, name, input);
        return new ActivityWork((long)id!, instance.Id, instance.Execution, taskId, name, input);
    }

    /// <summary>Takes an activity off the list. False when another run of it did so before: then its result counts.</summary>
    public bool TryFinishActivity(long id) => sql.Execute("DELETE FROM activities WHERE id = $1", id) == 1;

    /// <summary>Deletes those of the instances that have finished and returns how many did.</summary>
    public int Purge(string? instanceId, DateTime? createdFrom, DateTime? createdTo, IEnumerable<OrchestrationRuntimeStatus>? statuses)
    {
        var ids = sql.Query(
            $"""
            SELECT id FROM instances
            WHERE status NOT IN {Schema.Unfinished} AND id = coalesce($1, id) AND created >= coalesce($2, created) AND created <= coalesce($3, created)
                AND ($4 IS NULL OR status IN (SELECT value FROM json_each($4)))
            """,
            row => row.GetString(0),
            instanceId, createdFrom?.Ticks, createdTo?.Ticks, Rows.StatusList(statuses));
        ids.ForEach(Delete);
        return ids.Count;
    }

    public List<Message> PendingMessages() => sql.Query(
        "SELECT id, instance_id, execution, due, kind, at, task, name, payload FROM inbox ORDER BY id", Rows.Message);

    public List<ActivityWork> PendingActivities() => sql.Query(
        "SELECT id, instance_id, execution, task, name, input FROM activities ORDER BY id", Rows.Activity);

    private Message Begin(Instance instance, string? input, DateTime startAt) => Send(
        instance.Id,
        instance.Execution,
        new HistoryEvent(EventKind.ExecutionStarted, instance.UpdatedAt, Name: instance.Name, Payload: input),
        startAt)!;

    private void SetInput(string instanceId, string? input) =>
        sql.Execute("INSERT OR REPLACE INTO inputs (instance_id, payload) VALUES ($1, $2)", instanceId, input);

    private void Delete(string instanceId)
    {
        sql.Execute("DELETE FROM instances WHERE id = $1", instanceId);
        sql.Execute("DELETE FROM inputs WHERE instance_id = $1", instanceId);
        sql.Execute("DELETE FROM history WHERE instance_id = $1", instanceId);
        EmptyInbox(instanceId);
    }
}
