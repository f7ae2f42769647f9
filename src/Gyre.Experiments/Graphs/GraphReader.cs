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
                || !step.StartsWith(GraphParts.StepPrefix, StringComparison.Ordinal))
                return null;
            nodes.Add(Of(execution, step[GraphParts.StepPrefix.Length..], records));
        }
        return new ExperimentGraph(pipeline, nodes.ToImmutable());
    }

    private static ExperimentNode Of(ExecutionNode node, string word, PipelineRecords records)
    {
        var record = records.Find(node.Name);
        var summary = word == ExperimentSteps.Trial ? null : Up(record, records, static one => ValueOf(one.Params, "dataset") is not null);
        var trial = Up(record, records, static one => ValueOf(one.Tags, "octopuscl.trial.name") is not null);
        var setup = node.Step.Parameters[0].Default is TextValue { Text: var text } ? text : null;
        var learn = word == ExperimentSteps.Learn && setup is not null ? Setups.ReadLearn(setup) : null;
        int? partition = setup is null ? null : word switch
        {
            ExperimentSteps.Try => Setups.ReadTry(setup).Learn.Partition,
            ExperimentSteps.Choose => Setups.ReadChoose(setup).Partition,
            _ => learn?.Partition,
        };
        return new ExperimentNode(
            node.Name, word, ValueOf(trial?.Tags, "octopuscl.trial.name"), ValueOf(summary?.Params, "dataset"), learn?.Experience,
            partition);
    }

    /// <summary>The record itself or the nearest above it that has what is asked for; a loop ends the way.</summary>
    private static NodeRecord? Up(NodeRecord? record, PipelineRecords records, Func<NodeRecord, bool> isIt)
    {
        for (var depth = 0; record is not null && depth < 8; depth++)
        {
            if (isIt(record))
                return record;
            record = record.Parent is { } parent ? records.Find(parent) : null;
        }
        return null;
    }

    private static string? ValueOf(ImmutableArray<KeyValuePair<string, string>>? pairs, string name) =>
        pairs?.FirstOrDefault(pair => pair.Key == name).Value;
}
