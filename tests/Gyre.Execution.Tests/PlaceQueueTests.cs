using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution.Queueing;

namespace Gyre.Execution.Tests;

public sealed class PlaceQueueTests
{
    private static readonly RunId One = new(GuidIds.FromNames("run", "1"));
    private static readonly RunId Two = new(GuidIds.FromNames("run", "2"));

    [Fact]
    public void No_more_run_than_there_are_jobs_and_the_first_come_are_the_first_served()
    {
        var queue = new PlaceQueue(Limits(jobs: 2));
        Enter(queue, "a", "b", "c", "d");
        Names(queue.Next()).ShouldBe(["a", "b"]);
        queue.Next().ShouldBeEmpty();
        queue.ReasonOf(Id("c")).ShouldBe("waits for a job of this home (2 of 2 in use)");
        queue.Leave(Id("b")).ShouldBeTrue();
        Names(queue.Next()).ShouldBe(["c"]);
        queue.Leave(Id("a"));
        queue.Leave(Id("c"));
        Names(queue.Next()).ShouldBe(["d"]);
    }

    [Fact]
    public void A_pool_keeps_back_only_who_asks_for_it()
    {
        var queue = new PlaceQueue(Limits(null, ("gpu", 1)));
        queue.Enter(Request("a", "gpu"));
        queue.Enter(Request("b", "gpu"));
        queue.Enter(Request("c"));
        Names(queue.Next()).ShouldBe(["a", "c"]);
        queue.ReasonOf(Id("b")).ShouldBe("waits for pool 'gpu' of this home (1 of 1 in use)");
        queue.Leave(Id("a"));
        Names(queue.Next()).ShouldBe(["b"]);
    }

    [Fact]
    public void Who_asks_for_two_pools_is_not_overtaken_in_the_one_that_is_free()
    {
        var queue = new PlaceQueue(Limits(null, ("gpu", 1), ("disk", 1)));
        queue.Enter(Request("a", "gpu"));
        queue.Next();
        queue.Enter(Request("both", "gpu", "disk"));
        queue.Enter(Request("late", "disk"));
        queue.Next().ShouldBeEmpty();
        queue.ReasonOf(Id("late")).ShouldBe("waits for its turn in pool 'disk' of this home");
        queue.Leave(Id("a"));
        Names(queue.Next()).ShouldBe(["both"]);
        queue.Leave(Id("both"));
        Names(queue.Next()).ShouldBe(["late"]);
    }

    [Fact]
    public void Once_its_pool_is_free_nobody_behind_it_takes_the_next_job()
    {
        var queue = new PlaceQueue(Limits(1, ("gpu", 1)));
        queue.Enter(Request("a"));
        queue.Next();
        queue.Enter(Request("gpu", "gpu"));
        queue.Enter(Request("late"));
        queue.Leave(Id("a"));
        Names(queue.Next()).ShouldBe(["gpu"]);
    }

    [Fact]
    public void A_run_that_is_at_its_own_limit_keeps_no_other_run_from_a_pool()
    {
        var queue = new PlaceQueue(Limits(null, ("gpu", 1)));
        var own = Limits(jobs: 1);
        queue.Enter(Request("a") with { RunLimits = own });
        queue.Enter(Request("b", "gpu") with { RunLimits = own });
        queue.Enter(Request("c", "gpu") with { Run = Two });
        Names(queue.Next()).ShouldBe(["a", "c"]);
        queue.ReasonOf(Id("b")).ShouldBe("waits for a job of the run (1 of 1 in use)");
    }

    [Fact]
    public void Limits_of_a_run_hold_beside_those_of_the_home()
    {
        var queue = new PlaceQueue(Limits(null, ("gpu", 3)));
        var own = Limits(null, ("gpu", 1), ("own", 2));
        queue.Enter(Request("a", "gpu") with { RunLimits = own });
        queue.Enter(Request("b", "gpu") with { RunLimits = own });
        queue.Enter(Request("c", "own") with { RunLimits = own });
        queue.Enter(Request("d", "own") with { RunLimits = own });
        queue.Enter(Request("e", "own") with { RunLimits = own });
        Names(queue.Next()).ShouldBe(["a", "c", "d"]);
        queue.ReasonOf(Id("b")).ShouldBe("waits for pool 'gpu' of the run (1 of 1 in use)");
    }

    [Fact]
    public void Members_that_wait_for_each_other_start_together_or_not_at_all()
    {
        var queue = new PlaceQueue(Limits(jobs: 3));
        queue.Enter(Request("a"));
        queue.Enter(Request("b"));
        queue.Next();
        // Two groups of two would each get one place of the last, and wait forever for the other.
        foreach (var (name, group) in new[] { ("x0", "x"), ("y0", "y"), ("x1", "x"), ("y1", "y") })
            queue.Enter(Request(name) with { Unit = group, Weight = 2 });
        queue.Next().ShouldBeEmpty();
        queue.Leave(Id("a"));
        Names(queue.Next()).ShouldBe(["x0", "x1"]);
        queue.Leave(Id("x0"));
        queue.Next().ShouldBeEmpty();
        queue.Enter(Request("x0 again") with { Unit = "x", Weight = 2 });
        queue.HasPlaces(Id("x0 again")).ShouldBeTrue();
        queue.Leave(Id("x1"));
        queue.Leave(Id("x0 again"));
        Names(queue.Next()).ShouldBe(["y0", "y1"]);
    }

    [Fact]
    public void What_runs_already_has_its_places_and_what_could_never_start_is_named()
    {
        var queue = new PlaceQueue(Limits(1, ("gpu", 1), ("shut", 0)));
        queue.Occupy(Request("old", "gpu"));
        queue.Occupy(Request("older"));
        queue.Enter(Request("new"));
        queue.Next().ShouldBeEmpty();
        queue.Leave(Id("old"));
        queue.Next().ShouldBeEmpty();
        queue.Leave(Id("older"));
        Names(queue.Next()).ShouldBe(["new"]);

        queue.Never(Request("n", "gpu")).ShouldBeNull();
        queue.Never(Request("n", "tpu")).ShouldBe("pool 'tpu' does not exist");
        queue.Never(Request("n", "tpu") with { RunLimits = Limits(null, ("tpu", 1)) }).ShouldBeNull();
        queue.Never(Request("n", "shut")).ShouldBe("pool 'shut' of this home has 0 places, and 1 place at once are needed");
        queue.Never(Request("n") with { Weight = 2 }).ShouldNotBeNull().ShouldContain("1 job at once");
    }

    /// <summary>Whatever comes and goes: no limit is passed, nothing is left waiting while all it needs is free, and everything
    /// ends.</summary>
    [Fact]
    public void Nothing_passes_a_limit_and_nothing_waits_for_ever()
    {
        for (var seed = 0; seed < 100; seed++)
            Play(new SeededRandom((ulong)seed));
    }

    private static void Play(SeededRandom random)
    {
        var home = Limits(random.NextInt(0, 2) == 0 ? null : random.NextInt(3, 6), ("p", random.NextInt(3, 5)), ("q", 3));
        var runs = new[] { (One, Limits(random.NextInt(0, 2) == 0 ? null : 3)), (Two, Limits(null, ("p", 3))) };
        var queue = new PlaceQueue(home);
        var waiting = new Dictionary<AttemptId, PlaceRequest>();
        var running = new Dictionary<AttemptId, PlaceRequest>();
        var order = new List<AttemptId>();
        for (var step = 0; step < 120; step++)
        {
            if (step < 60)
            {
                var (run, limits) = runs[random.NextInt(0, 2)];
                var name = $"{step}";
                var pools = new[] { "p", "q" }.Where(_ => random.NextInt(0, 2) == 0).ToArray();
                var request = Request(name, pools) with { Run = run, RunLimits = limits };
                queue.Enter(request);
                waiting.Add(request.Attempt, request);
                order.Add(request.Attempt);
            }
            else if (running.Count > 0)
            {
                var ended = running.Keys.OrderBy(id => order.IndexOf(id)).ElementAt(random.NextInt(0, running.Count));
                running.Remove(ended);
                queue.Leave(ended);
            }
            foreach (var started in queue.Next())
            {
                waiting.Remove(started, out var request).ShouldBeTrue();
                // First come, first served among those with the same needs.
                waiting.Values.Any(other => other.Line == request!.Line && order.IndexOf(other.Attempt) < order.IndexOf(started))
                    .ShouldBeFalse();
                running.Add(started, request!);
            }
            CheckLimits(home, running.Values);
            foreach (var (run, limits) in runs)
                CheckLimits(limits, running.Values.Where(request => request.Run == run));
            (running.Count > 0 || waiting.Count == 0).ShouldBeTrue("something must run while something waits");
        }
        for (var left = waiting.Count + running.Count; left > 0; left--)
        {
            var ended = running.Keys.First();
            running.Remove(ended);
            queue.Leave(ended);
            foreach (var started in queue.Next())
                running.Add(started, waiting[started]);
        }
        running.ShouldBeEmpty();
    }

    private static void CheckLimits(ConcurrencyLimits limits, IEnumerable<PlaceRequest> running)
    {
        var list = running.ToList();
        list.Count.ShouldBeLessThanOrEqualTo(limits.Jobs ?? int.MaxValue);
        foreach (var (pool, size) in limits.Pools)
            list.Count(request => request.Pools.Contains(pool)).ShouldBeLessThanOrEqualTo(size);
    }

    private static ConcurrencyLimits Limits(int? jobs, params (string Name, int Size)[] pools) =>
        new() { Jobs = jobs, Pools = [.. pools.Select(pool => new PoolSize(pool.Name, pool.Size))] };

    private static PlaceRequest Request(string name, params string[] pools) =>
        new(Id(name), One, name, 1, [.. pools], ConcurrencyLimits.None);

    private static void Enter(PlaceQueue queue, params string[] names)
    {
        foreach (var name in names)
            queue.Enter(Request(name));
    }

    private static AttemptId Id(string name) => new(GuidIds.FromNames("attempt", name));

    private static ImmutableArray<string> Names(IEnumerable<AttemptId> attempts)
    {
        string[] known = ["a", "b", "c", "d", "e", "x0", "x1", "y0", "y1", "both", "late", "gpu", "new"];
        return [.. attempts.Select(attempt => known.Single(name => Id(name) == attempt))];
    }
}
