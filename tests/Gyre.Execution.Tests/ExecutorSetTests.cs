using Gyre.Core;
using Gyre.Testing.Execution;

namespace Gyre.Execution.Tests;

public sealed class ExecutorSetTests : IAsyncLifetime
{
    private readonly ExecutorHome _home = new();
    private ExecutorSet _set = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _set = new ExecutorSet(
    [
        new RegisteredExecutor(await Host.OpenAsync(_home, Cancel)),
        new RegisteredExecutor(new ColdExecutor("cold", _home.Root, Host.Command), ["big-machine"]),
    ]);

    public async ValueTask DisposeAsync()
    {
        foreach (var executor in _set?.All ?? [])
            await executor.DisposeAsync();
        _home.Dispose();
    }

    [Theory]
    [InlineData(null, null, "process")]
    [InlineData("cold", null, "cold")]
    [InlineData(null, "cold", "cold")]
    [InlineData(null, "big-machine", "cold")]
    [InlineData("process", "big-machine", "process")]
    [InlineData(null, "aws-eu-west-1-t3.medium", "process")]
    [InlineData("", "", "process")]
    public void A_step_selects_its_executor(string? executor, string? environment, string expected) => _set.Choose(executor, environment).ShouldBe(expected);

    [Fact]
    public void An_unknown_executor_is_refused_with_those_that_there_are()
    {
        var refused = Should.Throw<InvalidInputException>(() => _set.Choose("slurm", null)).Diagnostics.Single();
        (refused.Code, refused.Remedy).ShouldBe(("executor.unknown", "Available: cold, process."));
        _set.Find("slurm").ShouldBeNull();
        _set.Of(null).Name.ShouldBe("process");
    }

    [Fact]
    public void Two_executors_have_two_names_and_serve_different_environments()
    {
        Should.Throw<ArgumentException>(() => new ExecutorSet([]));
        Should.Throw<ArgumentException>(() => new ExecutorSet([new RegisteredExecutor(_set.All[0]), new RegisteredExecutor(_set.All[0])])).Message.ShouldContain("process");
        Should.Throw<ArgumentException>(() => new ExecutorSet([new RegisteredExecutor(_set.All[0], ["x"]), new RegisteredExecutor(_set.All[1], ["x"])])).Message.ShouldContain("'x'");
    }

    [Fact]
    public async Task Two_executors_in_one_home_run_their_own_attempts()
    {
        var cold = (ColdExecutor)_set.Of("cold");
        var (mine, others) = (_home.Order("echo '{\"where\": \"cold\"}'"), _home.Order("echo '{\"where\": \"process\"}'"));
        var (coldNotices, warmNotices) = (new NoticeBoard(cold), new NoticeBoard(_set.All[0]));
        await Task.WhenAll(cold.SubmitAsync(mine, Cancel), _set.All[0].SubmitAsync(others, Cancel));
        (await coldNotices.EndOfAsync(mine.Attempt, Cancel)).Metadata.Find("where").ShouldBe(Value.Of("cold"));
        (await warmNotices.EndOfAsync(others.Attempt, Cancel)).Metadata.Find("where").ShouldBe(Value.Of("process"));
        cold.Started.ShouldBe([mine.Attempt]);
        coldNotices.All.ShouldAllBe(notice => notice.Attempt == mine.Attempt);
        warmNotices.All.ShouldAllBe(notice => notice.Attempt == others.Attempt);
    }
}
