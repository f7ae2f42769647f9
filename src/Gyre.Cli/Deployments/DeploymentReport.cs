using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Contracts;

namespace Gyre.Cli.Deployments;

/// <summary>Says what came of a change of a route.</summary>
internal static class DeploymentReport
{
    public static void Write(ParseResult result, CliHost host, RouteResultInfo changed)
    {
        if (CliCommand.IsJson(result))
            Shape.Print(host.Out, changed);
        else if (changed.Change is { } change)
            host.Out.WriteLine($"Version {change.ToVersion} serves '{changed.Deployment.Name}' now (before: {change.FromVersion}).");
        else
            host.Out.WriteLine($"Nothing changed. {Shown.Clean(changed.Note ?? "")}");
    }
}
