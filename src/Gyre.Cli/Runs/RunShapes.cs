using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Plans as JSON. Runs are printed as the API's records.</summary>
internal static class RunShapes
{
    /// <summary>A plan.</summary>
    public static MapValue Plan(IEnumerable<PlannedNode> nodes) => Shape.Object(
        ("nodes", Shape.List(nodes, static node => Shape.Object(
            ("name", Value.Of(node.Path)),
            ("action", Value.Of(node.Action)),
            ("reason", Value.Of(node.Reason)),
            ("commands", Shape.List(node.Commands, Value.Of))))));
}
