using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Schema;
using Gyre.Projects;

namespace Gyre.Pipelines.Running;

/// <summary>Lets a run that has ended take the project as it is now, for what has not ended well.</summary>
internal static class PlanChanges
{
    /// <summary>The plan to go on with.</summary>
    /// <param name="before">The run's plan.</param>
    /// <param name="now">The plan of a run that was prepared from the project as it is.</param>
    /// <exception cref="InvalidInputException">The graph is another one: what has ended would not fit.</exception>
    public static RunPlan Apply(RunPlan before, RunPlan now)
    {
        Check(new RunGraph(before), new RunGraph(now));
        return now with
        {
            Run = before.Run,
            Project = before.Project,
            AcceptedAt = before.AcceptedAt,
            Carried = before.Carried,
            Seed = before.Seed,
            UseCache = before.UseCache,
            Limits = before.Limits,
            Tags = before.Tags,
            GivenVariables = before.GivenVariables,
            GivenSecrets = before.GivenSecrets,
            SecretsOf = before.SecretsOf,
            Concurrency = before.Concurrency,
            ApiAlias = before.ApiAlias,
            Notifications = before.Notifications,
            TraceParent = before.TraceParent,
            TraceState = before.TraceState,
            EarlierCode = before.Code == now.Code ? before.EarlierCode : [.. before.EarlierCode.Append(before.Code).Distinct()],
        };
    }

    private static void Check(RunGraph before, RunGraph now)
    {
        var (old, fresh) = (ShapeOf(before), ShapeOf(now));
        var differing = old.Keys.Union(fresh.Keys, StringComparer.Ordinal)
            .Where(address => old.GetValueOrDefault(address) != fresh.GetValueOrDefault(address)).Order(StringComparer.Ordinal).ToList();
        if (differing.Count > 0)
            throw new InvalidInputException(
                "resume.graph",
                $"The pipeline has other nodes, edges or sweeps than the run: {string.Join(", ", differing.Take(5).Select(address => $"'{address}'"))}{(differing.Count > 5 ? ", ..." : "")}.",
                "Start a new run with 'gyre run'; nodes whose code and inputs are unchanged are taken from the cache.");
    }

    /// <summary>Of each node what must stay for a run to go on: its kind, what it waits for, and the trials of a sweep.</summary>
    private static Dictionary<string, string> ShapeOf(RunGraph graph) => graph.All.ToDictionary(
        static pair => pair.Address,
        pair => string.Join(
            '\n',
            [NodeKinds.WordOf(pair.Node), .. graph.Incoming(pair.Address).Select(static edge => edge.ToString()),
                .. graph.Sources(pair.Address), SweepOf(pair.Node)]),
        StringComparer.Ordinal);

    private static string SweepOf(Node node) =>
        node is TaskNode task ? JsonSerializer.Serialize(task.Sweep, PipelinesJson.Default.Sweep) : "";
}
