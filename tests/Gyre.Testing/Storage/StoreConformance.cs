using Gyre.Storage;
using Shouldly;
using Xunit;

namespace Gyre.Testing.Storage;

/// <summary>What the suites for one kind of relational store share: a fresh store per test, and a second door to it.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    private readonly List<IStore> _opened = [];

    /// <summary>The schema of the suites.</summary>
    private static readonly Migration Notes = Script(
        1, "CREATE TABLE notes (id TEXT NOT NULL PRIMARY KEY, number BIGINT NOT NULL, weight DOUBLE PRECISION, good BOOLEAN, written_at BIGINT, body {0});");

    /// <summary>The clock of every store of the test.</summary>
    protected ManualClock Clock { get; } = new();

    /// <summary>The store under test, open.</summary>
    protected IStore Store { get; private set; } = null!;

    /// <summary>Where it is.</summary>
    protected StorageOptions Options { get; private set; } = null!;

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The first migrations that every store is opened with.</summary>
    protected static IReadOnlyList<Migration> Migrations => [Notes];

    /// <summary>Gives a place where nothing is yet, or skips the test with a reason.</summary>
    protected abstract Task<StorageOptions> NewPlaceAsync();

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        Options = await NewPlaceAsync();
        Store = await OpenAgainAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
        if (Options is not null && Directory.Exists(Options.Home))
            Directory.Delete(Options.Home, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the same store once more, as another process would.</summary>
    /// <param name="migrations">Others than the suites' own.</param>
    protected async Task<IStore> OpenAgainAsync(IReadOnlyList<Migration>? migrations = null)
    {
        var store = await GyreStore.OpenAsync(Options, migrations ?? Migrations, Clock, Cancel);
        lock (_opened)
            _opened.Add(store);
        return store;
    }

    /// <summary>A migration of the suites' own module.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="sql">With <c>{0}</c> for the type of bytes.</param>
    protected static Migration Script(int number, string sql) => new(
        "suite",
        number,
        $"step {number}",
        sql.Replace("{0}", "BLOB", StringComparison.Ordinal),
        sql.Replace("{0}", "BYTEA", StringComparison.Ordinal));

    /// <summary>Writes a note.</summary>
    protected static Task<int> WriteNoteAsync(IStore store, string id, long number) => store.Database.WriteAsync(
        session => session.Execute("INSERT INTO notes (id, number) VALUES (@id, @number)", new { id, number }), Cancel);

    /// <summary>How many notes another reader sees.</summary>
    protected static Task<long> CountNotesAsync(IStore store) =>
        store.Database.ReadAsync(session => session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM notes"), Cancel);

    /// <summary>A new event.</summary>
    protected NewEvent Event(string subject, string data = "{}") => new("suite.happened", subject, Clock.GetUtcNow(), data);

    /// <summary>Appends one event.</summary>
    protected Task<long> AppendAsync(IStore store, string subject) => store.Database.WriteAsync(session => session.Append(Event(subject)), Cancel);

    /// <summary>Fails unless the numbers grow from one to the next.</summary>
    protected static void ShouldGrow(IEnumerable<long> numbers)
    {
        var last = 0L;
        foreach (var number in numbers)
        {
            number.ShouldBeGreaterThan(last);
            last = number;
        }
    }
}
