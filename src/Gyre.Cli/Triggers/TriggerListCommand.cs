using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Home.Views;

namespace Gyre.Cli.Triggers;

/// <summary>Lists triggers.</summary>
internal static class TriggerListCommand
{
    public static Command Create(CliHost host)
    {
        var project = CliCommand.Text("--project", "NAME", "Show only triggers of this project.");
        var command = new Command(
            "list",
            """
            Lists triggers by project and name, with their next scheduled time.

            Example:
              gyre trigger list --format json
            """)
        {
            project,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var views = await home.Triggers.ListAsync(result.GetValue(project), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(views));
            else
                TriggerTable.Write(host, views);
            return CliExitCodes.Done;
        });
        return command;
    }
}
