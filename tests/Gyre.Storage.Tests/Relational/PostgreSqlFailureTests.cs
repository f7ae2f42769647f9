using Gyre.Testing;
using Gyre.Testing.Storage;

namespace Gyre.Storage.Tests.Relational;

public sealed class PostgreSqlFailureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_connects_again_by_itself_after_its_connections_were_broken()
    {
        var options = await Places.NewPostgreSqlAsync();
        var server = (await PostgresServer.SharedAsync())!;
        var clock = new ManualClock();
        await using var store = await GyreStore.OpenAsync(options, [], clock, Cancel);
        await AppendAsync(store, clock);
        await server.DisconnectAllAsync(options.Store!, Cancel);
        await AppendAsync(store, clock);
        (await store.Events.ReadAsync(0, 10, null, Cancel)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_database_that_goes_away_is_said_to_be_away_and_used_again_when_it_is_back()
    {
        var options = await Places.NewPostgreSqlAsync();
        var server = (await PostgresServer.SharedAsync())!;
        var clock = new ManualClock();
        await using var store = await GyreStore.OpenAsync(options, [], clock, Cancel);
        var failure = await Should.ThrowAsync<StoreUnavailableException>(() => store.Database.WriteAsync(
            s =>
            {
                s.Append(new NewEvent("suite.happened", "run/1", clock.GetUtcNow(), "{}"));
                s.Query<bool>("SELECT pg_terminate_backend(pg_backend_pid())");
                return 0;
            },
            Cancel));
        failure.OutcomeUnknown.ShouldBeFalse();
        (await store.Events.ReadAsync(0, 10, null, Cancel)).ShouldBeEmpty();
        await AppendAsync(store, clock);
        server.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_without_its_password()
    {
        var options = new StorageOptions { Home = Path.GetTempPath(), Store = "postgres://someone:s3cr3t-word@127.0.0.1:1/nothing" };
        var failure = await Should.ThrowAsync<StoreUnavailableException>(() => GyreStore.OpenAsync(options, [], new ManualClock(), Cancel));
        failure.Message.ShouldContain("127.0.0.1:1/nothing");
        failure.ToString().ShouldNotContain("s3cr3t-word");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_without_showing_it()
    {
        var options = await Places.NewPostgreSqlAsync();
        var wrong = options with { Store = options.Store!.Replace("correct-horse", "s3cr3t-word", StringComparison.Ordinal) };
        var failure = await Should.ThrowAsync<Exception>(() => GyreStore.OpenAsync(wrong, [], new ManualClock(), Cancel));
        failure.ToString().ShouldNotContain("s3cr3t-word");
    }

    private static Task<long> AppendAsync(IStore store, ManualClock clock) =>
        store.Database.WriteAsync(s => s.Append(new NewEvent("suite.happened", "run/1", clock.GetUtcNow(), "{}")), Cancel);
}
