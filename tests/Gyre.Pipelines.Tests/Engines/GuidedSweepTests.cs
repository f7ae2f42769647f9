using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Engines;

public sealed class GuidedSweepTests : IAsyncLifetime
{
    private const string Yaml =
        """
        - step:
            name: fit
            image: any
            command: fit {parameters}
            parameters: [{name: x, type: float}, {name: y, type: float}, {name: kind}, {name: fixed, type: integer, default: 3}]
        - task:
            name: search
            step: fit
            type: bayesian_tpe
            execution-count: 40
            execution-batch-size: 4
            optimization-target-metric: loss
            optimization-target-value: 0.397887
            parameters:
              - {name: x, style: random, rules: {min: -5, max: 10}}
              - {name: y, style: random, rules: {min: 0, max: 15}}
              - {name: kind, style: multiple, rules: {items: [a, b]}}
        - pipeline:
            name: p
            nodes: [{name: search, type: task, task: search}]
            edges: []
        """;

    private EngineWorld _world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await EngineWorld.CreateAsync();
        _world.Machine.Behaviour = order => Task.FromResult((AttemptOutcome.Succeeded, Metrics(order)));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Trials_come_in_batches_the_later_ones_guided_and_the_same_seed_gives_the_same()
    {
        var first = await TrialsAsync(_world, seed: 7);
        first.Count.ShouldBe(40);
        await using var other = await EngineWorld.CreateAsync();
        // Later trials of a batch end first: the order in which results come must not matter.
        other.Machine.Behaviour = async order =>
        {
            for (var turn = 0; turn < 50 - (order.NodePath.Length * 7) % 50; turn++)
                await Task.Yield();
            return (AttemptOutcome.Succeeded, Metrics(order));
        };
        (await TrialsAsync(other, seed: 7)).ShouldBe(first);
        await using var third = await EngineWorld.CreateAsync();
        third.Machine.Behaviour = order => Task.FromResult((AttemptOutcome.Succeeded, Metrics(order)));
        (await TrialsAsync(third, seed: 8)).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_search_that_is_left_in_the_middle_goes_on_with_the_same_trials()
    {
        var whole = await TrialsAsync(_world, seed: 3);
        await using var world = await EngineWorld.CreateAsync();
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        world.Machine.Behaviour = async order =>
        {
            if (order.NodePath == "search[26]")
            {
                reached.TrySetResult();
                await release.Task;
            }
            return (AttemptOutcome.Succeeded, Metrics(order));
        };
        var run = await world.Engine.Runs.StartAsync(world.Request(Yaml) with { Seed = 3 }, Cancel);
        var driving = world.Engine.RunToEndAsync(run, Cancel);
        await reached.Task;
        await world.RestartAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => driving);
        release.SetResult();
        await world.Engine.RunToEndAsync(run, Cancel);
        (await CommandsAsync(world, run)).ShouldBe(whole);
    }

    [Fact]
    public async Task Reaching_the_target_ends_it_after_the_batch()
    {
        var trials = await TrialsAsync(_world, seed: 1, Yaml.Replace("0.397887", "30", StringComparison.Ordinal));
        trials.Count.ShouldBeLessThan(40);
        (trials.Count % 4).ShouldBe(0);
    }

    [Fact]
    public async Task Below_the_first_draws_it_is_a_random_search()
    {
        var few = Yaml.Replace("execution-count: 40", "execution-count: 12", StringComparison.Ordinal);
        (await TrialsAsync(_world, seed: 5, few)).ShouldBe(await TrialsAsync(_world, seed: 5, few.Replace("bayesian_tpe", "random_search", StringComparison.Ordinal)));
    }

    [Fact]
    public void It_comes_nearer_to_the_minimum_of_branin_than_drawing_does()
    {
        var (guided, random) = BraninSearch.MeanRegret(trials: 60, seeds: 20);
        // The minimum is 0.397887 (L. Dixon, G. Szego, "Towards Global Optimisation 2", 1978).
        guided.ShouldBeLessThan(random / 2);
        guided.ShouldBeGreaterThanOrEqualTo(0);
    }

    private static async Task<IReadOnlyList<string>> TrialsAsync(EngineWorld world, long seed, string yaml = Yaml)
    {
        var run = await world.RunAsync(world.Request(yaml) with { Seed = seed, UseCache = false });
        run.State.ShouldBe(RunState.Succeeded, run.Reason);
        return await CommandsAsync(world, run.Id);
    }

    private static async Task<IReadOnlyList<string>> CommandsAsync(EngineWorld world, RunId run) =>
        [.. (await world.Engine.Runs.NodesAsync(run, Cancel)).Where(node => node.Path.Contains('[', StringComparison.Ordinal)).Select(node => node.Commands[0])];

    private static MapValue Metrics(AttemptOrder order)
    {
        order.Parameters.Find("x")!.TryGetNumber(out var x);
        order.Parameters.Find("y")!.TryGetNumber(out var y);
        return new MapValue([new("loss", Value.Of(BraninSearch.Branin(x, y)))]);
    }
}

/// <summary>A guided search against drawing on the function of Branin, without an engine.</summary>
internal static class BraninSearch
{
    private const double Minimum = 0.397887;

    public static double Branin(double x, double y) =>
        Math.Pow(y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6, 2) + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10;

    public static (double Guided, double Random) MeanRegret(int trials, int seeds)
    {
        var sweep = new Sweep
        {
            Name = "s",
            Step = "fit",
            Kind = SweepKind.Bayesian,
            ExecutionCount = trials,
            ExecutionBatchSize = 4,
            OptimizationTargetMetric = "loss",
            OptimizationTargetValue = 0,
            Parameters = [Range("x", -5, 10), Range("y", 0, 15)],
        };
        var none = new Dictionary<string, System.Collections.Immutable.ImmutableArray<Value>>(StringComparer.Ordinal);
        var (guided, random) = (0.0, 0.0);
        for (var seed = 0; seed < seeds; seed++)
        {
            var search = GuidedSweep.Create(sweep, none, seed, out _)!;
            var ended = new List<GuidedTrial>();
            while (search.Next(ended) is { IsEmpty: false } batch)
                ended.AddRange(batch.Select(values => new GuidedTrial(values, At(values))));
            ended.Count.ShouldBe(trials);
            guided += ended.Min(trial => trial.Metric!.Value) - Minimum;
            random += SweepExpansion.Trials(sweep with { Kind = SweepKind.Random }, none, seed).Trials.Min(At) - Minimum;
        }
        return (guided / seeds, random / seeds);
    }

    private static double At(MapValue values)
    {
        values.Find("x")!.TryGetNumber(out var x);
        values.Find("y")!.TryGetNumber(out var y);
        return Branin(x, y);
    }

    private static SweepParameter Range(string name, double min, double max) => new()
    {
        Name = name,
        Style = SweepStyle.Random,
        Rules = new MapValue([new("min", Value.Of(min)), new("max", Value.Of(max))]),
    };
}
