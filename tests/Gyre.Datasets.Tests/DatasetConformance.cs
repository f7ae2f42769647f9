using Gyre.Core;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Datasets.Tests;

/// <summary>Versions of datasets; each engine inherits.</summary>
public abstract class DatasetConformance : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private string _home = "";
    private IStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract DatabaseKind Engine { get; }

    private DatasetService Datasets => new(_store.Database);

    public async ValueTask InitializeAsync()
    {
        _home = Directory.CreateTempSubdirectory("gyre-datasets-").FullName;
        var options = new StorageOptions { Home = _home };
        if (Engine == DatabaseKind.PostgreSql)
        {
            var server = await PostgresServer.SharedAsync();
            Assert.SkipWhen(server is null, PostgresServer.MissingReason);
            options = options with { Store = await server.CreateDatabaseAsync(Cancel) };
        }
        _store = await GyreStore.OpenAsync(options, DatasetService.Migrations, _clock, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        Directory.Delete(_home, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_version_is_found_by_its_name_an_alias_and_as_the_newest()
    {
        var first = await AddAsync("one", "best");
        var second = await AddAsync("two");

        (await Datasets.FindVersionAsync("p", "set", "one", Cancel)).ShouldNotBeNull().Files.ShouldBe(first.Files);
        (await Datasets.FindVersionAsync("p", "set", "best", Cancel)).ShouldNotBeNull().Version.ShouldBe("one");
        (await Datasets.FindVersionAsync("p", "set", "latest", Cancel)).ShouldNotBeNull().Id.ShouldBe(second.Id);
        (await Datasets.FindVersionAsync("p", "set", "three", Cancel)).ShouldBeNull();
        (await Datasets.FindVersionAsync("other", "set", "one", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_version_that_is_called_latest_comes_before_the_newest()
    {
        await AddAsync("latest");
        await AddAsync("two");
        (await Datasets.FindVersionAsync("p", "set", "latest", Cancel)).ShouldNotBeNull().Version.ShouldBe("latest");
    }

    [Fact]
    public async Task An_alias_moves()
    {
        await AddAsync("one", "best");
        await AddAsync("two", "best");
        var versions = await Datasets.VersionsAsync("p", "set", Cancel);
        versions.Select(version => (version.Version, string.Join(' ', version.Aliases))).ShouldBe([("two", "best"), ("one", "")]);
        (await Datasets.VersionsAsync(null, null, Cancel)).Count.ShouldBe(2);
        (await Datasets.VersionsAsync("p", "another", Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_is_taken_once_and_the_second_leaves_nothing()
    {
        var first = await AddAsync("one");
        await Should.ThrowAsync<Exception>(() => AddAsync("one"));
        (await Datasets.VersionsAsync("p", null, Cancel)).ShouldHaveSingleItem().Files.ShouldBe(first.Files);
    }

    [Fact]
    public async Task A_version_that_no_run_made_says_where_it_is_from()
    {
        await AddAsync("one");
        var made = new DatasetVersion
        {
            Id = DatasetVersion.IdOf("p", "set", "two"),
            Project = "p",
            Dataset = "set",
            Version = "two",
            CreatedAt = _clock.GetUtcNow(),
            Origin = new DatasetOrigin("deployment", "shop", new MapValue([new("rows", Value.Of(3L))])),
            Files = [IdSource.FromClock(_clock).Next()],
        };
        await _store.Database.WriteAsync(
            session =>
            {
                DatasetLedger.Add(session, made);
                return true;
            },
            Cancel);
        var found = (await Datasets.FindVersionAsync("p", "set", "two", Cancel)).ShouldNotBeNull();
        (found.Run, found.Attempt).ShouldBe((null, null));
        found.Origin.ShouldNotBeNull().Details.Find("rows").ShouldBe(Value.Of(3L));
        (await Datasets.MadeFromAsync("deployment", "shop", Cancel)).ShouldHaveSingleItem().Version.ShouldBe("two");
        (await Datasets.MadeFromAsync("deployment", "other", Cancel)).ShouldBeEmpty();
        var origins = await _store.Database.ReadAsync(session => DatasetLedger.OriginsOf(session, made.Files), Cancel);
        origins.ShouldHaveSingleItem().Name.ShouldBe("shop");
        (await Datasets.FindVersionAsync("p", "set", "one", Cancel)).ShouldNotBeNull().Origin.ShouldBeNull();
    }

    [Fact]
    public void The_id_follows_from_the_names() =>
        DatasetVersion.IdOf("p", "set", "one").ShouldBe(GuidIds.FromNames("dataset-version", "p", "set", "one"));

    private async Task<DatasetVersion> AddAsync(string name, params string[] aliases)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        var ids = IdSource.FromClock(_clock);
        var version = new DatasetVersion
        {
            Id = DatasetVersion.IdOf("p", "set", name),
            Project = "p",
            Dataset = "set",
            Version = name,
            Run = RunId.From(ids.Next()),
            Attempt = AttemptId.From(ids.Next()),
            CreatedAt = _clock.GetUtcNow(),
            Files = [ids.Next(), ids.Next()],
        };
        await _store.Database.WriteAsync(
            session =>
            {
                DatasetLedger.Add(session, version);
                foreach (var alias in aliases)
                    DatasetLedger.MoveAlias(session, version, alias, version.CreatedAt);
                return true;
            },
            Cancel);
        return version;
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteDatasetTests : DatasetConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlDatasetTests : DatasetConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
