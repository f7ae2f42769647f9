using Gyre.Contracts;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Server.Tests;

/// <summary>The tries of a node run, read from the event log.</summary>
public sealed class AttemptTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tries_are_told_in_order_with_their_reasons()
    {
        await using var home = await ServerHome.StartAsync();
        var run = home.Engine.Add();
        home.Engine.AddNode(run.Id, "train[2]", NodeRunState.Succeeded);
        var (lost, failed, last) = (Attempt("1"), Attempt("2"), Attempt("3"));
        await AppendAsync(home, run.Id, "node.started", ("path", "train[2]"), ("attempt", lost), ("number", 1L));
        await AppendAsync(home, run.Id, "node.started", ("path", "train[2]"), ("attempt", failed), ("number", 1L));
        await AppendAsync(home, run.Id, "node.started", ("path", "other"), ("attempt", Attempt("4")), ("number", 1L));
        await AppendAsync(home, run.Id, "node.retry", ("path", "train[2]"), ("reason", "exit code 1"), ("exit_code", 1L));
        await AppendAsync(home, run.Id, "node.started", ("path", "train[2]"), ("attempt", last), ("number", 2L));
        await AppendAsync(home, run.Id, "node.ended", ("path", "other"), ("state", "failed"), ("signal", 9L));
        var running = (await home.GetAsync($"/api/v1/runs/{run.Id}/attempts/train[2]")).As<AttemptList>().Attempts;
        running.Select(static found => (found.Number, found.State)).ShouldBe([(1, "replaced"), (1, "replaced"), (2, "running")]);
        running[2].EndedAt.ShouldBeNull();
        await AppendAsync(home, run.Id, "node.ended", ("path", "train[2]"), ("state", "succeeded"), ("exit_code", 0L));
        var attempts = (await home.GetAsync($"/api/v1/runs/{run.Id}/attempts/train[2]")).As<AttemptList>().Attempts;
        attempts.Select(static found => found.AttemptId.ToString()).ShouldBe([lost, failed, last]);
        attempts.Select(static found => found.Reason).ShouldBe([null, "exit code 1", null]);
        attempts.Select(static found => found.ExitCode).ShouldBe([null, 1, 0]);
        attempts.ShouldAllBe(static found => found.Signal == null);
        home.Engine.AddNode(run.Id, "other", NodeRunState.Failed);
        var killed = (await home.GetAsync($"/api/v1/runs/{run.Id}/attempts/other")).As<AttemptList>().Attempts.ShouldHaveSingleItem();
        (killed.ExitCode, killed.Signal).ShouldBe((null, 9));
        (attempts[2].State, attempts[2].EndedAt is not null).ShouldBe(("succeeded", true));
        (await home.GetAsync($"/api/v1/runs/{run.Id}/attempts/none")).ShouldBeProblem(404, "node.unknown");
    }

    private static string Attempt(string name) => new AttemptId(GuidIds.FromNames(name)).ToString();

    private static Task<int> AppendAsync(ServerHome home, RunId run, string type, params (string Name, object Value)[] data) =>
        home.Store.Database.WriteAsync(
            session =>
            {
                var fields = new MapValue([.. data.Select(static pair =>
                    KeyValuePair.Create(pair.Name, pair.Value is long number ? Value.Of(number) : Value.Of((string)pair.Value)))]);
                session.Append(new NewEvent(type, $"run/{run}", DateTimeOffset.UnixEpoch, ValueJson.Write(fields)));
                return 0;
            },
            Cancel);
}
