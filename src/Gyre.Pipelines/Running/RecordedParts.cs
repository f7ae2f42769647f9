using Gyre.Pipelines.Machine;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Pipelines.Running;

/// <summary>How nodes of a pipeline with records of its own are recorded.</summary>
internal static class RecordedParts
{
    /// <summary>The tracking run of a node before its step begins, for others to be part of it.</summary>
    public static RecordedRun Early(RunPlan plan, NodeRecord record, RecordedRun usual, long experiment, DateTimeOffset at) => usual with
    {
        RunId = NodeRecorder.IdOf(plan.Run, record.Node),
        Experiment = experiment,
        Name = record.Name,
        StartedAt = at,
        Parent = ParentOf(plan, record),
        EntryPoint = plan.Pipeline.Name,
        Tags = [new Tag("gyre.run", plan.Run.ToString()), new Tag("gyre.node", record.Node), .. Pairs(record.Tags)],
        Params = Pairs(record.Params),
    };

    /// <summary>The usual record under the name, the parent and the params that the pipeline gives it.</summary>
    public static RecordedRun Named(RunPlan plan, string node, RecordedRun usual) => plan.Pipeline.Records?.Find(node) is not { } record
        ? usual
        : usual with
        {
            Name = record.Name,
            Parent = ParentOf(plan, record),
            Tags = [.. usual.Tags, .. Pairs(record.Tags)],
            Params = Pairs(record.Params),
        };

    /// <summary>Makes files that a step left behind artifacts of its tracking run; nothing is copied.</summary>
    public static void Attach(IDbSession session, RunPlan plan, NodeRun node, DateTimeOffset at)
    {
        if (plan.Pipeline.Records?.Find(node.Node)?.Artifacts is not { } folder)
            return;
        foreach (var file in node.Outputs.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal)))
        {
            var content = new BlobInfo(file.Digest, file.SizeInBytes);
            RunRecorder.Attach(session, NodeRecorder.IdOf(plan.Run, node.Path), file.Path[folder.Length..], content, at);
        }
    }

    public static Tag[] Pairs(IEnumerable<KeyValuePair<string, string>> pairs) =>
        [.. pairs.Select(static pair => new Tag(pair.Key, pair.Value))];

    private static string? ParentOf(RunPlan plan, NodeRecord record) =>
        record.Parent is { } parent ? NodeRecorder.IdOf(plan.Run, parent) : null;
}
