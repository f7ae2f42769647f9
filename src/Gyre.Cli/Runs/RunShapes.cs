using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Plans as JSON. Runs are printed as the API's records.</summary>
internal static class RunShapes
{
    /// <summary>A plan.</summary>
    public static MapValue Plan(IEnumerable<PlannedNode> nodes) => Shape.Object(("nodes", Shape.List(nodes, Node)));

    private static MapValue Node(PlannedNode node)
    {
        var shape = Shape.Object(
            ("name", Value.Of(node.Path)),
            ("action", Value.Of(node.Action)),
            ("reason", Value.Of(node.Reason)),
            ("commands", Shape.List(node.Commands, Value.Of)));
        return node.Differences.IsEmpty
            ? shape
            : new MapValue(
                [.. shape.Entries, new("differences", Shape.List(node.Differences, static part => Shape.Of(ContractViews.Of(part))))]);
    }
}
