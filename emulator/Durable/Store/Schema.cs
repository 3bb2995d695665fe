namespace Emulator.Durable.Store;

internal static class Schema
{
    public const int Version = 1;

    /// <summary>Statuses in which an instance still takes messages: running, pending, suspended.</summary>
    public const string Unfinished = "(0, 6, 7)";

    /// <summary>Ids of messages and activities are never used again: a late result must not meet a stranger's row. Times are UTC ticks.</summary>
    public const string Tables = """
        CREATE TABLE instances (
            id TEXT PRIMARY KEY, execution TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL,
            created INTEGER NOT NULL, updated INTEGER NOT NULL, custom_status TEXT NOT NULL, output TEXT,
            parent_id TEXT, parent_name TEXT, parent_execution TEXT, parent_task INTEGER);
        CREATE TABLE inputs (instance_id TEXT PRIMARY KEY, payload TEXT);
        CREATE TABLE history (
            id INTEGER PRIMARY KEY, instance_id TEXT NOT NULL,
            kind INTEGER NOT NULL, at INTEGER NOT NULL, task INTEGER NOT NULL, name TEXT, payload TEXT);
        CREATE INDEX history_by_instance ON history (instance_id);
        CREATE TABLE inbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT, instance_id TEXT NOT NULL, execution TEXT, due INTEGER NOT NULL,
            kind INTEGER NOT NULL, at INTEGER NOT NULL, task INTEGER NOT NULL, name TEXT, payload TEXT);
        CREATE INDEX inbox_by_instance ON inbox (instance_id);
        CREATE TABLE activities (
            id INTEGER PRIMARY KEY AUTOINCREMENT, instance_id TEXT NOT NULL, execution TEXT NOT NULL,
            task INTEGER NOT NULL, name TEXT NOT NULL, input TEXT);
        """;
}
