using Gyre.Cli.Runs;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Tests;

/// <summary>Sweeps: trials with their parameters, sorted by a metric, the best marked.</summary>
public class SweepTests
{
    private static NodeRunView Trial(int index, double rate, double? accuracy, double loss, NodeRunState state = NodeRunState.Succeeded) => Samples.Node($"train[{index}]", state) with
    {
        Kind = "task",
        Parameters = new MapValue([new("rate", Value.Of(rate)), new("epochs", Value.Of(3))]),
        Metadata = new MapValue(
            [new("epoch", Value.Of(3)), .. accuracy is { } value ? [KeyValuePair.Create("accuracy", Value.Of(value))] : Array.Empty<KeyValuePair<string, Value>>(), new("loss", Value.Of(loss))]),
    };

    private static FakeHome Home() => Samples.Home(
        RunState.Succeeded,
        Samples.Node("prepare"),
        Samples.Node("train") with { Kind = "task" },
        Trial(0, 0.1, 0.7, 0.3),
        Trial(1, 0.2, 0.9, 0.5),
        Trial(2, 0.3, 0.8, 0.1),
        Trial(3, 0.4, 0.99, 0.2, NodeRunState.Failed));

    private static async Task<TestHost> RunAsync(FakeHome home, string line, int expected = CliExitCodes.Done)
    {
        var host = new TestHost(home);
        (await host.RunAsync([.. line.Split(' '), "--home", "."])).ShouldBe(expected, host.Error);
        return host;
    }

    [Theory]
    [InlineData("", "3 1 2 0", "accuracy, highest first")]
    [InlineData("--sort accuracy", "3 1 2 0", "accuracy, highest first")]
    [InlineData("--sort accuracy --min", "0 2 1 3", "accuracy, lowest first")]
    [InlineData("--sort loss", "2 3 0 1", "loss, lowest first")]
    [InlineData("--sort loss --max", "1 0 3 2", "loss, highest first")]
    public async Task Trials_are_sorted_by_a_metric_and_the_best_that_succeeded_is_marked(string options, string order, string words)
    {
        using var host = await RunAsync(Home(), $"runs show last {options}".TrimEnd());
        var lines = host.Out.Split('\n').Where(line => line.StartsWith("train[", StringComparison.Ordinal) && line.Contains("  ", StringComparison.Ordinal)).ToList();
        lines.Select(line => line[6]).ShouldBe(order.Split(' ').Select(digit => digit[0]));
        lines.Single(line => line.Contains(" best ", StringComparison.Ordinal)).ShouldStartWith($"train[{order.Split(' ').First(index => index != "3")}]");
        host.Out.ShouldContain($"train: sorted by {words}");
        var heads = host.Out.Split('\n').Single(line => line.StartsWith("TRIAL", StringComparison.Ordinal));
        heads.ShouldContain("rate");
        // What is the same in all trials tells none from another.
        heads.ShouldNotContain("epochs");
    }

    [Fact]
    public async Task A_metric_that_no_trial_has_is_refused_with_the_nearest()
    {
        using var host = await RunAsync(Home(), "runs show last --sort acuracy", CliExitCodes.BadInput);
        host.Error.ShouldContain("Did you mean 'accuracy'?");
    }

    [Fact]
    public async Task The_best_trial_comes_with_its_value_and_parameters()
    {
        using var text = await RunAsync(Home(), "sweep best last");
        text.Out.ShouldContain("train[1]: accuracy = 0.9");
        text.Out.ShouldContain("rate = 0.2");
        using var json = await RunAsync(Home(), "sweep best last train --metric loss --format json");
        json.Out.Trim().ShouldBe(
            "{\"run_id\":\"" + Samples.RunText + "\",\"node\":\"train\",\"name\":\"train[2]\",\"metric\":\"loss\",\"direction\":\"minimize\",\"value\":0.1,"
            + "\"parameters\":{\"rate\":0.3,\"epochs\":3},\"metadata\":{\"epoch\":3,\"accuracy\":0.8,\"loss\":0.1}}");
    }

    [Fact]
    public async Task A_run_without_a_sweep_has_no_best_trial()
    {
        using var host = await RunAsync(Samples.Home(RunState.Succeeded, Samples.Node("write")), "sweep best last", CliExitCodes.BadInput);
        host.Error.ShouldContain("sweep.none");
        using var both = await RunAsync(Home(), "sweep best last --min --max", CliExitCodes.BadInput);
        both.Error.ShouldContain("cannot be used together");
    }

    [Theory]
    [InlineData("accuracy", Direction.Maximize)]
    [InlineData("val_loss", Direction.Minimize)]
    [InlineData("rmse", Direction.Minimize)]
    [InlineData("validation/error", Direction.Minimize)]
    [InlineData("glossary", Direction.Maximize)]
    public void Less_is_better_of_what_is_called_a_loss(string metric, Direction direction) => SweepGoal.DirectionOf(metric).ShouldBe(direction);

    [Fact]
    public void A_guided_sweep_is_compared_as_it_searches()
    {
        var sweep = new Sweep { Name = "s", Step = "t", Kind = SweepKind.Bayesian, OptimizationTargetMetric = "loss", OptimizationTargetValue = 0.3 };
        var trials = new[] { Trial(0, 0.1, 0.1, 0.1), Trial(1, 0.1, 0.1, 0.35), Trial(2, 0.1, 0.1, 0.9) };
        var ranked = RankedSweep.Of("s", trials, sweep, null, null);
        ranked.Goal.ShouldBe(new SweepGoal("loss", Direction.Maximize, 0.3));
        ranked.Best!.Node.Path.ShouldBe("train[1]");
    }
}
