using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Projects;

namespace Gyre.Experiments.Graphs;

/// <summary>Tells from the graph of a run what each node does.</summary>
internal static class GraphReader
{
    public static ExperimentGraph? Read(Pipeline pipeline)
    {
        if (pipeline.Records is not { } records)
            return null;
        var nodes = ImmutableArray.CreateBuilder<ExperimentNode>();
        foreach (var node in pipeline.Graph.Nodes)
        {
            if (node is not ExecutionNode { Step: { Name: var step } } execution
                || !step.StartsWith(GraphBuilder.StepPrefix, StringComparison.Ordinal))
                return null;
            nodes.Add(Of(execution, step[GraphBuilder.StepPrefix.Length..], records));
        }
        return new ExperimentGraph(pipeline, nodes.ToImmutable());
    }

    private static ExperimentNode Of(ExecutionNode node, string word, PipelineRecords records)
    {
        var record = records.Find(node.Name);
        var summary = word == ExperimentSteps.Learn && record?.Parent is { } above ? records.Find(above) : record;
        var trial = word == ExperimentSteps.Trial ? record : summary?.Parent is { } parent ? records.Find(parent) : null;
        var learn = word == ExperimentSteps.Learn && node.Step.Parameters[0].Default is TextValue { Text: var setup }
            ? Setups.ReadLearn(setup)
            : null;
        return new ExperimentNode(
            node.Name, word, ValueOf(trial?.Tags, "octopuscl.trial.name"), ValueOf(summary?.Params, "dataset"), learn?.Experience,
            learn?.Partition);
    }

    private static string? ValueOf(ImmutableArray<KeyValuePair<string, string>>? pairs, string name) =>
        pairs?.FirstOrDefault(pair => pair.Key == name).Value;
}
