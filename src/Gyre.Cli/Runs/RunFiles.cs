using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>A file of a run.</summary>
/// <param name="Node">The node run that left it.</param>
/// <param name="File">The file.</param>
/// <param name="Target">Where it goes under a folder.</param>
internal sealed record RunFile(string Node, NodeFile File, SafePath Target);

/// <summary>Files that the node runs of a run left behind.</summary>
internal static class RunFiles
{
    /// <summary>In the order of node runs, then of paths.</summary>
    /// <param name="nodes">The node runs.</param>
    /// <param name="byNode">Whether each node run has a folder of its own.</param>
    public static IReadOnlyList<RunFile> Of(IEnumerable<NodeRunView> nodes, bool byNode) =>
        [.. nodes.SelectMany(node => NodeFiles.Of(node).Select(file => new RunFile(node.Path, file, byNode ? SafePath.Parse($"{node.Path}/{file.Path}") : file.Path)))];

    /// <summary>A table of them.</summary>
    public static void Print(CliHost host, IEnumerable<RunFile> files, Func<RunFile, string> place)
    {
        var table = new ResultTable("NODE", "FILE", "SIZE", "PLACE");
        foreach (var file in files)
            table.Add(file.Node, file.File.Path.ToString(), Shown.Size(file.File.SizeInBytes), place(file));
        table.WriteTo(host);
    }
}
