using Gyre.Core;
using Gyre.Storage;
using Shouldly;
using Xunit;

namespace Gyre.Testing.Storage;

/// <summary>What every <see cref="IDatabase"/> promises.</summary>
public abstract class DatabaseConformance : StoreConformance
{
    private sealed record Note(Guid Id, int Number, double? Weight, bool? Good, DateTimeOffset? WrittenAt, byte[]? Body);

    /// <summary>Every kind of value.</summary>
    [Fact]
    public async Task Values_come_back_as_they_were_written()
    {
        var note = new Note(Guid.Parse("0193aaaa-0000-7000-8000-00000000abcd"), 42, 0.1, true, Clock.GetUtcNow().AddTicks(10), [0, 255, 1]);
        await Store.Database.WriteAsync(
            s => s.Execute("INSERT INTO notes (id, number, weight, good, written_at, body) VALUES (@Id, @Number, @Weight, @Good, @WrittenAt, @Body)", note), Cancel);
        var read = (await ReadNotesAsync("WHERE id = @Id AND written_at = @WrittenAt AND good = @Good", note)).ShouldHaveSingleItem();
        read.ShouldBe(note with { Body = read.Body });
        read.Body.ShouldBe(note.Body);
    }

    /// <summary>Absent values.</summary>
    [Fact]
    public async Task Null_stays_null()
    {
        var note = new Note(Guid.Parse("0193aaaa-0000-7000-8000-00000000abcd"), 0, null, null, null, null);
        await Store.Database.WriteAsync(
            s => s.Execute("INSERT INTO notes (id, number, weight, good, written_at, body) VALUES (@Id, @Number, @Weight, @Good, @WrittenAt, @Body)", note), Cancel);
        (await ReadNotesAsync("", null)).ShouldHaveSingleItem().ShouldBe(note);
    }

    /// <summary>Text that means something elsewhere.</summary>
    [Theory]
    [InlineData("'; DROP TABLE notes; --")]
    [InlineData("\"\\%_`$1:name@name")]
    [InlineData("é\u202e\U0001F600\t\n")]
    public async Task Text_in_parameters_is_never_read_as_a_statement(string text)
    {
        await WriteNoteAsync(Store, text, 1);
        (await Store.Database.ReadAsync(s => s.QuerySingleOrDefault<string>("SELECT id FROM notes WHERE id = @text", new { text }), Cancel)).ShouldBe(text);
    }

    /// <summary>Lists as parameters.</summary>
    [Fact]
    public async Task A_list_can_be_looked_for_and_written()
    {
        var rows = Enumerable.Range(0, 10).Select(i => new { id = $"n{i}", number = (long)i }).ToList();
        (await Store.Database.WriteAsync(s => s.Execute("INSERT INTO notes (id, number) VALUES (@id, @number)", rows), Cancel)).ShouldBe(10);
        var found = await Store.Database.ReadAsync(
            s => s.Query<string>("SELECT id FROM notes WHERE id IN @ids ORDER BY id", new { ids = new[] { "n3", "n5", "none" } }), Cancel);
        found.ShouldBe(["n3", "n5"]);
        (await Store.Database.ReadAsync(s => s.Query<string>("SELECT id FROM notes WHERE id NOT IN @ids", new { ids = found }), Cancel)).Count.ShouldBe(8);
    }

    /// <summary>Many rows with one statement.</summary>
    [Fact]
    public async Task Many_rows_are_written_by_one_statement_and_all_or_none()
    {
        RowSet Rows(int first) => new RowSet().Add("id", [.. Enumerable.Range(first, 1000).Select(i => $"r{i:0000}")]).Add("number", [.. Enumerable.Range(first, 1000).Select(i => (long)i)])
            .Add("weight", [.. Enumerable.Range(first, 1000).Select(i => i * 0.5)]).Add("good", [.. Enumerable.Range(first, 1000).Select(i => i % 2 == 0)])
            .Add("body", [.. Enumerable.Range(first, 1000).Select(i => new[] { (byte)i, (byte)0 })]);
        const string Insert = "INSERT INTO notes (id, number, weight, good, body) {rows}";
        (await Store.Database.WriteAsync(s => s.ExecuteRows(Insert, Rows(0)), Cancel)).ShouldBe(1000);
        (await Store.Database.ReadAsync(s => s.QuerySingleOrDefault<double>("SELECT weight FROM notes WHERE id = 'r0999' AND good = FALSE"), Cancel)).ShouldBe(499.5);
        await Should.ThrowAsync<Exception>(() => Store.Database.WriteAsync(s => s.ExecuteRows(Insert, Rows(500)), Cancel));
        (await Store.Database.WriteAsync(s => s.ExecuteRows(Insert + " ON CONFLICT (id) DO NOTHING", Rows(500)), Cancel)).ShouldBe(500, "a failure left nothing behind and the statement can be used again");
        (await Store.Database.WriteAsync(s => s.ExecuteRows(Insert, new RowSet()), Cancel)).ShouldBe(0);
        (await Store.Database.ReadAsync(s => s.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM notes"), Cancel)).ShouldBe(1500);
    }

    /// <summary>Lists of ids.</summary>
    [Fact]
    public async Task A_list_of_ids_is_looked_for_in_the_form_it_is_stored_in()
    {
        var ids = Enumerable.Range(0, 5).Select(i => GuidIds.FromNames($"n{i}")).ToList();
        await Store.Database.WriteAsync(s => s.Execute("INSERT INTO notes (id, number) VALUES (@id, 1)", ids.Select(id => new { id }).ToList()), Cancel);
        var wanted = ids.Take(2).ToList();
        (await Store.Database.ReadAsync(s => s.Query<Guid>("SELECT id FROM notes WHERE id IN @wanted AND number = @one", new { wanted, one = 1 }), Cancel))
            .ShouldBe(wanted, ignoreOrder: true);
        var runs = wanted.Select(id => new RunId(id)).ToArray();
        (await Store.Database.ReadAsync(s => s.Query<RunId>("SELECT id FROM notes WHERE id IN @runs", new { runs }), Cancel)).ShouldBe(runs, ignoreOrder: true);
        (await Store.Database.ReadAsync(s => s.Query<Guid>("SELECT id FROM notes WHERE id IN @none", new { none = Array.Empty<Guid>() }), Cancel)).ShouldBeEmpty();
    }

    /// <summary>A failed transaction.</summary>
    [Fact]
    public async Task What_throws_leaves_nothing_behind()
    {
        await Should.ThrowAsync<InvalidDataException>(() => Store.Database.WriteAsync<int>(
            s =>
            {
                s.Execute("INSERT INTO notes (id, number) VALUES ('a', 1)");
                s.Append(Event("run/1"));
                s.Enqueue([new OutboxCommand(Guid.Empty, "run/1", "start", "{}")]);
                throw new InvalidDataException();
            },
            Cancel));
        (await CountNotesAsync(Store)).ShouldBe(0);
        (await Store.Events.ReadAsync(0, 10, null, Cancel)).ShouldBeEmpty();
        (await Store.Outbox.PendingAsync("run/1", Cancel)).ShouldBeEmpty();
    }

    /// <summary>Callers that share a commit.</summary>
    [Fact]
    public async Task Writers_that_come_together_are_each_whole_or_absent()
    {
        var writers = Enumerable.Range(0, 200).Select(i => Store.Database.WriteAsync(
            s =>
            {
                s.Execute("INSERT INTO notes (id, number) VALUES (@id, 1)", new { id = $"first{i}" });
                if (i % 7 == 3)
                    s.Execute("INSERT INTO notes (id, number) VALUES (@id, 1)", new { id = $"first{i}" });
                s.Execute("INSERT INTO notes (id, number) VALUES (@id, 1)", new { id = $"second{i}" });
                return i;
            },
            Cancel)).ToList();
        await Task.WhenAll(writers).ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
        for (var i = 0; i < writers.Count; i++)
            writers[i].IsFaulted.ShouldBe(i % 7 == 3, $"writer {i}");
        var ids = await Store.Database.ReadAsync(s => s.Query<string>("SELECT id FROM notes"), Cancel);
        var expected = Enumerable.Range(0, 200).Where(i => i % 7 != 3).SelectMany(i => new[] { $"first{i}", $"second{i}" });
        ids.ShouldBe(expected, ignoreOrder: true);
    }

    /// <summary>Two processes.</summary>
    [Fact]
    public async Task Two_doors_to_one_store_lose_no_update()
    {
        var other = await OpenAgainAsync();
        await WriteNoteAsync(Store, "counter", 0);
        var writers = Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? Store : other).Database.WriteAsync(
            s =>
            {
                var number = s.QuerySingleOrDefault<long>("SELECT number FROM notes WHERE id = 'counter'");
                return s.Execute("UPDATE notes SET number = @next WHERE id = 'counter'", new { next = number + 1 });
            },
            Cancel));
        await Task.WhenAll(writers);
        (await other.Database.ReadAsync(s => s.QuerySingleOrDefault<long>("SELECT number FROM notes WHERE id = 'counter'"), Cancel)).ShouldBe(100);
    }

    /// <summary>Reading while another writes.</summary>
    [Fact]
    public async Task A_read_has_one_view_from_its_first_statement_to_its_last()
    {
        await WriteNoteAsync(Store, "a", 1);
        var between = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var written = new ManualResetEventSlim();
        var reading = Store.Database.ReadAsync(
            s =>
            {
                var first = s.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM notes");
                between.SetResult();
                written.Wait(Cancel);
                return (first, second: s.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM notes"));
            },
            Cancel);
        await between.Task;
        await WriteNoteAsync(Store, "b", 1);
        written.Set();
        (await reading).ShouldBe((1, 1));
        (await CountNotesAsync(Store)).ShouldBe(2);
    }

    /// <summary>A read that tries to write.</summary>
    [Fact]
    public async Task A_read_cannot_write()
    {
        await Should.ThrowAsync<Exception>(() => Store.Database.ReadAsync(s => s.Execute("INSERT INTO notes (id, number) VALUES ('a', 1)"), Cancel));
        (await CountNotesAsync(Store)).ShouldBe(0);
    }

    /// <summary>Cancelling before it began.</summary>
    [Fact]
    public async Task A_cancelled_write_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        var writing = Store.Database.WriteAsync(
            s =>
            {
                var rows = s.Execute("INSERT INTO notes (id, number) VALUES ('a', 1)");
                stop.Cancel();
                return rows;
            },
            stop.Token);
        await Should.ThrowAsync<OperationCanceledException>(() => writing);
        (await CountNotesAsync(Store)).ShouldBe(0);
        await Should.ThrowAsync<OperationCanceledException>(() => Store.Database.WriteAsync(s => s.Execute("DELETE FROM notes"), new CancellationToken(true)));
    }

    /// <summary>Closing and opening.</summary>
    [Fact]
    public async Task What_was_written_is_there_after_opening_again()
    {
        await WriteNoteAsync(Store, "a", 1);
        await Store.DisposeAsync();
        (await CountNotesAsync(await OpenAgainAsync())).ShouldBe(1);
        await Should.ThrowAsync<ObjectDisposedException>(() => WriteNoteAsync(Store, "b", 1));
        await Should.ThrowAsync<ObjectDisposedException>(() => CountNotesAsync(Store));
    }

    /// <summary>An upgrade.</summary>
    [Fact]
    public async Task A_new_migration_is_applied_once_by_processes_that_open_at_the_same_time()
    {
        await WriteNoteAsync(Store, "a", 1);
        IReadOnlyList<Migration> newer = [.. Migrations, Script(2, "ALTER TABLE notes ADD COLUMN extra TEXT; UPDATE notes SET number = number + 1;")];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => OpenAgainAsync(newer), Cancel)));
        (await Store.Database.ReadAsync(s => s.QuerySingleOrDefault<long>("SELECT number FROM notes"), Cancel)).ShouldBe(2);
    }

    /// <summary>A new store opened by several at once.</summary>
    [Fact]
    public async Task Several_processes_may_create_one_store_at_the_same_time()
    {
        var place = await NewPlaceAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => GyreStore.OpenAsync(place, Migrations, Clock, Cancel), Cancel)));
        foreach (var (store, number) in stores.Select((store, i) => (store, i)))
            await WriteNoteAsync(store, $"n{number}", number);
        (await CountNotesAsync(stores[0])).ShouldBe(4);
        foreach (var store in stores)
            await store.DisposeAsync();
        if (Directory.Exists(place.Home))
            Directory.Delete(place.Home, recursive: true);
    }

    /// <summary>A downgrade.</summary>
    [Fact]
    public async Task A_store_of_a_newer_program_is_refused()
    {
        await OpenAgainAsync([.. Migrations, Script(2, "CREATE TABLE more (id TEXT);")]);
        var refused = await Should.ThrowAsync<StoreTooNewException>(() => OpenAgainAsync());
        refused.Message.ShouldContain("module 'suite' is at schema 2, and this program knows up to 1");
    }

    /// <summary>An edited migration.</summary>
    [Fact]
    public async Task A_migration_that_was_edited_after_its_release_is_refused() =>
        (await Should.ThrowAsync<StoreSchemaException>(() => OpenAgainAsync([Script(1, "CREATE TABLE notes (id TEXT);")]))).Message.ShouldContain("must not be edited");

    /// <summary>A broken migration.</summary>
    [Fact]
    public async Task A_migration_that_fails_leaves_the_schema_of_the_step_before()
    {
        await Should.ThrowAsync<Exception>(() => OpenAgainAsync([.. Migrations, Script(2, "CREATE TABLE more (id TEXT);"), Script(3, "CREATE TABLE last (id TEXT); SELECT nonsense FROM nowhere;")]));
        await OpenAgainAsync([.. Migrations, Script(2, "CREATE TABLE more (id TEXT);"), Script(3, "CREATE TABLE last (id TEXT);")]);
        (await Store.Database.ReadAsync(s => s.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM last"), Cancel)).ShouldBe(0);
    }

    /// <summary>Ids of the domain.</summary>
    [Fact]
    public async Task Typed_ids_and_digests_are_stored_as_text()
    {
        var run = new RunId(Guid.Parse("0193aaaa-0000-7000-8000-00000000abcd"));
        var text = await Store.Database.WriteAsync(
            s =>
            {
                s.Execute("INSERT INTO notes (id, number) VALUES (@run, 1)", new { run });
                return s.QuerySingleOrDefault<string>("SELECT id FROM notes");
            },
            Cancel);
        text.ShouldBe(run.ToString());
        (await Store.Database.ReadAsync(s => s.QuerySingleOrDefault<RunId>("SELECT id FROM notes"), Cancel)).ShouldBe(run);
        await WriteNoteAsync(Store, Digest.Of("x").ToString(), 2);
        (await Store.Database.ReadAsync(s => s.QuerySingleOrDefault<Digest>("SELECT id FROM notes WHERE number = 2"), Cancel)).ShouldBe(Digest.Of("x"));
    }

    private Task<IReadOnlyList<Note>> ReadNotesAsync(string where, object? parameters) =>
        Store.Database.ReadAsync(s => s.Query<Note>("SELECT id, number, weight, good, written_at, body FROM notes " + where, parameters), Cancel);
}
