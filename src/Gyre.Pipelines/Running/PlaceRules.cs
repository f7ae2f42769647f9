using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Running;

/// <summary>Refuses runs with nodes that would wait forever: for a pool that does not exist, or for more places at once than there
/// are.</summary>
internal static class PlaceRules
{
    /// <exception cref="InvalidInputException">There is such a node; one diagnostic for each.</exception>
    public static void Check(RunGraph graph, ConcurrencyLimits home, ConcurrencyLimits? run)
    {
        var own = run ?? ConcurrencyLimits.None;
        var problems = new List<Diagnostic>();
        foreach (var (address, node) in graph.All)
        {
            if (node is not StepNode { Step: { } step })
                continue;
            var members = node is TaskNode { Sweep: { Kind: SweepKind.Distributed } sweep } ? Math.Max(1, MembersOf(sweep)) : 1;
            problems.AddRange(step.Pools.Select(pool => Refuse(address, pool, members, home, own)).OfType<Diagnostic>());
            if (members > (Least(home.Jobs, own.Jobs) ?? int.MaxValue))
                problems.Add(new Diagnostic(
                    Severity.Error, "jobs.too-few",
                        $"Node '{address}' starts {members} executions that wait for each other, and {Least(home.Jobs, own.Jobs)} run "
                            + "at once.")
                {
                    Remedy = $"Allow at least {members} jobs, for the home and for the run.",
                });
        }
        if (problems.Count > 0)
            throw new InvalidInputException(problems);
    }

    private static Diagnostic? Refuse(string address, string pool, int members, ConcurrencyLimits home, ConcurrencyLimits run)
    {
        var asks = $"Node '{address}' asks for pool '{pool}'";
        if (Least(home.SizeOf(pool), run.SizeOf(pool)) is not { } size)
        {
            var declared = home.Pools.Concat(run.Pools).Select(static known => known.Name).Distinct(StringComparer.Ordinal).ToList();
            return new Diagnostic(Severity.Error, "pool.unknown", $"{asks}, which does not exist.")
            {
                Remedy = (NearestWords.Closest(pool, declared) is { } near ? $"Did you mean '{near}'? Or declare" : "Declare")
                    + $" it in home.json of the home (\"pools\": {{\"{pool}\": 1}}), or give its size with --pool {pool}=1.",
            };
        }
        if (size >= members)
            return null;
        return size == 0
            ? new Diagnostic(Severity.Error, "pool.closed", $"{asks}, whose size is 0, so it would wait forever.")
            {
                Remedy = $"Give the pool a size of at least {members}, in home.json of the home or with --pool {pool}={members}.",
            }
            : new Diagnostic(Severity.Error, "pool.too-small",
                $"{asks}, which has {size} of the {members} places that its executions need at once.")
            {
                Remedy = $"Give the pool a size of at least {members}.",
            };
    }

    private static int MembersOf(Sweep sweep) => sweep.ExecutionCount ?? 1;

    private static int? Least(int? left, int? right) => left is { } a && right is { } b ? Math.Min(a, b) : left ?? right;
}
