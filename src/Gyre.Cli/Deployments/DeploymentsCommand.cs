using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Contracts;

namespace Gyre.Cli.Deployments;

/// <summary>Lists deployments.</summary>
internal static class DeploymentsCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "deployments",
            """
            Lists deployments with the versions that serve.

            Example:
              gyre deployments
            """);
        DeploymentOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var desk = await DeploymentOptions.OpenAsync(result, host, cancellationToken);
            var list = await desk.ListAsync(cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, list);
            else
                Print(host, list.Deployments);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, IReadOnlyList<DeploymentInfo> deployments)
    {
        if (deployments.Count == 0)
        {
            host.Say("There are no deployments. Create one with 'gyre deploy NAME --policy FILE'.");
            return;
        }
        var table = new ResultTable("NAME", "CHAMPION", "CANARIES", "SHADOWS", "MODEL", "CHANGED (UTC)");
        foreach (var one in deployments)
        {
            table.Add(
                one.Name,
                one.Champion.ToString(CultureInfo.InvariantCulture),
                one.Canaries.Count == 0
                    ? "-"
                    : string.Join(", ", one.Canaries.Select(static canary => $"{canary.Version}: {Shown.Number(canary.Share)}")),
                one.Shadows.Count == 0 ? "-" : string.Join(", ", one.Shadows),
                one.Model is { } model ? $"{Shown.Clean(model)}@{one.Alias}" : "-",
                Shown.Time(one.ChangedAt));
        }
        table.WriteTo(host);
    }
}
