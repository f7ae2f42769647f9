using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Experiments;

namespace Gyre.Cli.Experiments;

/// <summary>Shows the runs that a plan would have.</summary>
internal static class PlanTable
{
    public static int Write(ParseResult result, CliHost host, LoadedPlan plan)
    {
        var nodes = plan.Prepared.Experiments.SelectMany(prepared => ExperimentGraphs.Build(prepared).Nodes
            .Where(static node => node.Word == ExperimentSteps.Learn).Select(node => (
                prepared.Experiment.Name, Node: node,
                Candidates: prepared.Experiment.Trials.FirstOrDefault(trial => trial.Name == node.Trial)?.Search?.Candidates)))
            .ToList();
        if (CliCommand.IsJson(result))
        {
            Shape.WriteTo(host.Out, Shape.Object(("runs", Shape.List(nodes, static one => Shape.Object(
                ("experiment", Value.Of(one.Name)), ("trial", Shape.Text(one.Node.Trial)), ("dataset", Shape.Text(one.Node.Dataset)),
                ("experience", Shape.Integer(one.Node.Experience)), ("partition", Shape.Integer(one.Node.Partition)),
                ("candidates", Shape.Integer(one.Candidates)))))));
            return CliExitCodes.Done;
        }
        var table = new ResultTable("EXPERIMENT", "TRIAL", "DATASET", "EXPERIENCE", "PARTITION");
        foreach (var (name, node, _) in nodes)
            table.Add(name, node.Trial ?? "", node.Dataset ?? "", Number(node.Experience), Number(node.Partition));
        table.WriteTo(host);
        // A search is made once for all experiences of a partition.
        var candidates = nodes.Where(static one => one.Node.Experience is null or 0).Sum(static one => one.Candidates ?? 0);
        host.Out.WriteLine((nodes.Count == 1 ? "1 run" : $"{nodes.Count} runs")
            + (candidates == 0 ? ". " : candidates == 1 ? ", 1 candidate of a search. " : $", {candidates} candidates of searches. ")
            + "Nothing was started.");
        return CliExitCodes.Done;
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
