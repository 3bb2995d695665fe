using Fixtures;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Mapping;
using FunctionsPlatform.Syncs.Runs;

namespace FunctionsPlatform.Tests.Syncs;

/// <summary>What becomes of each row of a sync.</summary>
public sealed class SyncRunTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private const string Customers = "SELECT id, name, age FROM customers";

    private static readonly string[] Source =
    [
        "CREATE TABLE customers (id int PRIMARY KEY, name text, age int, changed_at timestamptz DEFAULT now())",
        "INSERT INTO customers (id, name, age) VALUES (1, 'Ann', 30), (2, 'Bob', 40), (3, 'Cid', 50)",
    ];

    private static readonly string[] Target = ["CREATE TABLE people (id int PRIMARY KEY, name varchar(10), age int CHECK (age < 100))"];

    [Fact]
    public async Task A_new_a_changed_and_a_removed_row_have_their_fates()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, Source, Target);
        var sync = await scenario.SyncAsync(Customers, "public.people");

        var first = await scenario.RunAsync(sync);
        await scenario.InSourceAsync("INSERT INTO customers VALUES (4, 'Dot', 20)", "UPDATE customers SET age = 41 WHERE id = 2", "DELETE FROM customers WHERE id = 3");
        var second = await scenario.RunAsync(sync);

        Assert.Equal((RunState.Succeeded, 3L, 3L), (first.State, first.Counts.Read, first.Counts.Added));
        Assert.Equal((RunState.Succeeded, 1L, 1L, 0L, 1L), (second.State, second.Counts.Added, second.Counts.Changed, second.Counts.Removed, second.Counts.Unchanged));
        Assert.Equal(["1|Ann|30", "2|Bob|41", "3|Cid|50", "4|Dot|20"], await scenario.TargetRowsAsync("SELECT id, name, age FROM people ORDER BY id"));
    }

    [Fact]
    public async Task A_rejected_row_makes_the_run_partial_and_is_tried_again_though_it_has_not_changed()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, [.. Source, "UPDATE customers SET age = 140 WHERE id = 2"], Target);
        var sync = await scenario.SyncAsync(Customers, "public.people");

        var first = await scenario.RunAsync(sync);
        var second = await scenario.RunAsync(sync);
        await scenario.InTargetAsync("ALTER TABLE people DROP CONSTRAINT people_age_check");
        var third = await scenario.RunAsync(sync);

        Assert.Equal((RunState.PartiallySucceeded, 2L, 1L), (first.State, first.Counts.Added, first.Counts.Rejected));
        Assert.Equal((RunState.PartiallySucceeded, 0L, 1L, 2L), (second.State, second.Counts.Added, second.Counts.Rejected, second.Counts.Unchanged));
        Assert.Equal((RunState.Succeeded, 1L, 0L, 2L), (third.State, third.Counts.Added, third.Counts.Rejected, third.Counts.Unchanged));
        Assert.Equal(["2|Bob|140"], await scenario.TargetRowsAsync("SELECT id, name, age FROM people WHERE id = 2"));
    }

    [Fact]
    public async Task A_value_that_does_not_fit_is_rejected_before_it_is_sent()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, [.. Source, "UPDATE customers SET name = 'Bartholomew the Great' WHERE id = 2"], Target);
        var sync = await scenario.SyncAsync(Customers, "public.people");

        var run = await scenario.RunAsync(sync);

        Assert.Equal((RunState.PartiallySucceeded, 2L, 1L), (run.State, run.Counts.Accepted, run.Counts.Rejected));
    }

    [Fact]
    public async Task Keys_that_are_missing_or_occur_twice_are_rejected_as_data()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, Source, Target);
        var sync = await scenario.SyncAsync(
            "SELECT id, name, age FROM customers UNION ALL SELECT 3, 'Twin', 1 UNION ALL SELECT NULL, 'Nobody', 2", "public.people");

        var run = await scenario.RunAsync(sync);

        Assert.Equal((RunState.PartiallySucceeded, 5L, 2L, 3L), (run.State, run.Counts.Read, run.Counts.Added, run.Counts.Rejected));
        Assert.Equal(["1", "2"], await scenario.TargetRowsAsync("SELECT id FROM people ORDER BY id"));
    }

    [Fact]
    public async Task A_mirror_removes_what_it_delivered_and_nothing_else()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, Source, [.. Target, "INSERT INTO people VALUES (77, 'Theirs', 1)"]);
        var sync = await scenario.SyncAsync(Customers, "public.people", request => request with { Write = WriteMode.Mirror });

        await scenario.RunAsync(sync);
        await scenario.InSourceAsync("DELETE FROM customers WHERE id = 3");
        var second = await scenario.RunAsync(sync);

        Assert.Equal((RunState.Succeeded, 1L), (second.State, second.Counts.Removed));
        Assert.Equal(["1", "2", "77"], await scenario.TargetRowsAsync("SELECT id FROM people ORDER BY id"));
    }

    [Fact]
    public async Task A_mirror_of_an_empty_or_shrunken_source_is_refused_unless_it_is_forced()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, Source, Target);
        var sync = await scenario.SyncAsync(Customers, "public.people", request => request with { Write = WriteMode.Mirror });
        await scenario.RunAsync(sync);

        await scenario.InSourceAsync("DELETE FROM customers WHERE id > 1");
        var shrunken = await scenario.RunAsync(sync);
        await scenario.InSourceAsync("DELETE FROM customers");
        var empty = await scenario.RunAsync(sync);
        var untouched = await scenario.TargetRowsAsync("SELECT id FROM people ORDER BY id");
        var forced = await scenario.RunAsync(sync, new RunRequest { Force = true });

        Assert.Equal((RunState.Failed, "mirror_source_shrank"), (shrunken.State, shrunken.Error!.Code));
        Assert.Equal((RunState.Failed, "mirror_source_empty"), (empty.State, empty.Error!.Code));
        Assert.Equal(["1", "2", "3"], untouched);
        Assert.Equal((RunState.Succeeded, 3L), (forced.State, forced.Counts.Removed));
        Assert.Empty(await scenario.TargetRowsAsync("SELECT id FROM people"));
    }

    [Fact]
    public async Task Insert_leaves_what_is_there_and_update_rejects_what_is_not()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, Source, [.. Target, "INSERT INTO people VALUES (2, 'Before', 1)", "CREATE TABLE others AS TABLE people", "ALTER TABLE others ADD PRIMARY KEY (id)"]);
        var insert = await scenario.SyncAsync(Customers, "public.people", request => request with { Write = WriteMode.Insert });
        var update = await scenario.SyncAsync(Customers, "public.others", request => request with { Write = WriteMode.Update });

        var inserted = await scenario.RunAsync(insert);
        await scenario.InSourceAsync("UPDATE customers SET name = 'Changed' WHERE id = 1");
        var again = await scenario.RunAsync(insert);
        var updated = await scenario.RunAsync(update);

        Assert.Equal(RunState.Succeeded, inserted.State);
        Assert.Equal((RunState.Succeeded, 0L, 3L), (again.State, again.Counts.Accepted, again.Counts.Unchanged));
        Assert.Equal(["1|Ann", "2|Before", "3|Cid"], await scenario.TargetRowsAsync("SELECT id, name FROM people ORDER BY id"));
        Assert.Equal((RunState.PartiallySucceeded, 1L, 2L), (updated.State, updated.Counts.Accepted, updated.Counts.Rejected));
        Assert.Equal(["2|Bob"], await scenario.TargetRowsAsync("SELECT id, name FROM others"));
    }

    [Fact]
    public async Task Append_adds_changed_rows_as_further_rows_and_needs_no_key_in_the_destination()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, Source, ["CREATE TABLE log (id int, name text)"]);
        var sync = await scenario.SyncAsync(
            Customers, "public.log", request => request with { Write = WriteMode.Append, Mappings = [FieldMapping.Column("id", "id"), FieldMapping.Column("name", "name")] });

        await scenario.RunAsync(sync);
        await scenario.InSourceAsync("UPDATE customers SET name = 'Bea' WHERE id = 2");
        await scenario.RunAsync(sync);

        Assert.Equal(["1|Ann", "2|Bea", "2|Bob", "3|Cid"], await scenario.TargetRowsAsync("SELECT id, name FROM log ORDER BY id, name"));
    }

    [Fact]
    public async Task A_cursor_is_kept_only_for_what_was_accepted()
    {
        string[] events = ["CREATE TABLE events (id int PRIMARY KEY, age int, at timestamptz)", "INSERT INTO events VALUES (1, 1, '2026-01-01'), (2, 200, '2026-01-02'), (3, 3, '2026-01-03')"];
        var scenario = await SyncScenario.CreateAsync(platform.App, events, Target);
        var sync = await scenario.SyncAsync(
            "SELECT id, age, at FROM events",
            "public.people",
            request => request with { Read = ReadStrategy.Cursor, CursorColumn = "at", Mappings = [FieldMapping.Column("id", "id"), FieldMapping.Column("age", "age")] });

        var first = await scenario.RunAsync(sync);
        await scenario.InSourceAsync("INSERT INTO events VALUES (4, 4, '2026-01-04')");
        await scenario.InTargetAsync("ALTER TABLE people DROP CONSTRAINT people_age_check");
        var second = await scenario.RunAsync(sync);

        Assert.Equal((3L, 2L, 1L), (first.Counts.Read, first.Counts.Added, first.Counts.Rejected));
        // The boundary row is read again and found unchanged; the rejected row, older than the cursor, is sent again.
        Assert.Equal((RunState.Succeeded, 2L, 2L), (second.State, second.Counts.Read, second.Counts.Added));
        Assert.Equal(["1|1", "2|200", "3|3", "4|4"], await scenario.TargetRowsAsync("SELECT id, age FROM people ORDER BY id"));
    }

    [Fact]
    public async Task Reading_everything_sends_everything_every_time()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, Source, Target);
        var sync = await scenario.SyncAsync(Customers, "public.people", request => request with { Read = ReadStrategy.Everything });
        await scenario.RunAsync(sync);
        await scenario.InTargetAsync("DELETE FROM people WHERE id = 1");

        var second = await scenario.RunAsync(sync);

        Assert.Equal((RunState.Succeeded, 3L), (second.State, second.Counts.Accepted));
        Assert.Equal(["1", "2", "3"], await scenario.TargetRowsAsync("SELECT id FROM people ORDER BY id"));
    }

    [Fact]
    public async Task A_changed_mapping_sends_every_row_again()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, Source, Target);
        var sync = await scenario.SyncAsync(Customers, "public.people");
        await scenario.RunAsync(sync);
        FieldMapping[] mappings = [FieldMapping.Column("id", "id"), new("name", MappingKind.Template) { Template = "{{ name | upcase }}" }, FieldMapping.Column("age", "age")];
        await scenario.Syncs.UpdateAsync(sync.Workspace, sync.Id, new SyncChange { Mappings = mappings }, CancellationToken.None);

        var second = await scenario.RunAsync(sync);
        var third = await scenario.RunAsync(sync);

        Assert.Equal((3L, 0L), (second.Counts.Changed, second.Counts.Unchanged));
        Assert.Equal((0L, 3L), (third.Counts.ToSend, third.Counts.Unchanged));
        Assert.Equal(["ANN", "BOB", "CID"], await scenario.TargetRowsAsync("SELECT name FROM people ORDER BY id"));
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_happen_and_sends_nothing()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, [.. Source, "UPDATE customers SET name = 'Bartholomew the Great' WHERE id = 2"], Target);
        var sync = await scenario.SyncAsync(Customers, "public.people");

        var run = await scenario.RunAsync(sync, new RunRequest(RunKind.DryRun));

        Assert.Equal((RunState.Succeeded, 3L, 0L), (run.State, run.Counts.ToAdd, run.Counts.Accepted));
        Assert.Empty(await scenario.TargetRowsAsync("SELECT id FROM people"));
        var samples = await scenario.Runs.SamplesAsync(RunKey.Of(run), CancellationToken.None);
        Assert.Equal(["Ann", "Cid"], samples!.Added.Select(row => row["name"]!.GetValue<string>()));
        Assert.Equal(("name", "value_too_long", 1L), samples.Problems.Select(problem => (problem.Field, problem.Code, problem.Rows)).Single());
        Assert.Null((await scenario.FindAsync(sync)).Progress.LastSyncedAt);
    }

    [Fact]
    public async Task Only_the_rejected_rows_of_a_run_are_sent_again_by_a_retry()
    {
        var scenario = await SyncScenario.CreateAsync(platform.App, [.. Source, "UPDATE customers SET age = 140 WHERE id = 2"], Target);
        var sync = await scenario.SyncAsync(Customers, "public.people");
        var first = await scenario.RunAsync(sync);
        await scenario.InTargetAsync("ALTER TABLE people DROP CONSTRAINT people_age_check");
        await scenario.InSourceAsync("UPDATE customers SET age = 31 WHERE id = 1");

        var retry = await scenario.RunAsync(sync, new RunRequest(RunKind.Retry) { RetryOf = first.Id });
        var between = await scenario.TargetRowsAsync("SELECT id, age FROM people ORDER BY id");
        var next = await scenario.RunAsync(sync);

        Assert.Equal((RunState.Succeeded, 1L, 1L), (retry.State, retry.Counts.ToSend, retry.Counts.Accepted));
        Assert.Equal(["1|30", "2|140", "3|50"], between);
        Assert.Equal((1L, 2L), (next.Counts.Changed, next.Counts.Unchanged));
    }

    [Fact]
    public async Task A_back_fill_sends_its_range_again_and_leaves_the_cursor_where_it_is()
    {
        string[] events = ["CREATE TABLE events (id int PRIMARY KEY, age int)", "INSERT INTO events SELECT i, i FROM generate_series(1, 9) AS i"];
        var scenario = await SyncScenario.CreateAsync(platform.App, events, Target);
        var sync = await scenario.SyncAsync("SELECT id, age FROM events", "public.people", request => request with { Read = ReadStrategy.Cursor, CursorColumn = "id" });
        await scenario.RunAsync(sync);
        await scenario.InTargetAsync("DELETE FROM people");

        var run = await scenario.RunAsync(sync, new RunRequest(RunKind.Backfill) { From = "3", Until = "6" });

        Assert.Equal((RunState.Succeeded, 3L), (run.State, run.Counts.Accepted));
        Assert.Equal(["3", "4", "5"], await scenario.TargetRowsAsync("SELECT id FROM people ORDER BY id"));
        Assert.Equal("9", (await scenario.FindAsync(sync)).Progress.Cursor);
    }
}
