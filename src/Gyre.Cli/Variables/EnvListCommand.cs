using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Home.Views;

namespace Gyre.Cli.Variables;

/// <summary>Lists variables, and secrets by name.</summary>
internal static class EnvListCommand
{
    public static Command Create(CliHost host)
    {
        var all = CliCommand.Switch("--all", "Variables of all projects.");
        var command = new Command(
            "list",
            """
            Lists environment variables of a project. Values of secrets are not shown.

            Example:
              gyre env list --project digits
            """)
        {
            all,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var project = result.GetValue(all) ? null : EnvCommand.ProjectOf(result, host);
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var variables = await home.Variables.ListAsync(project, cancellationToken);
            if (CliCommand.IsJson(result))
            {
                Shape.Print(host.Out, VariableViews.Of(variables));
                return CliExitCodes.Done;
            }
            var table = new ResultTable("PROJECT", "NAME", "VALUE", "CHANGED (UTC)", "BY");
            foreach (var variable in variables)
                table.Add(variable.Project, variable.Name, variable.IsSecret ? "(secret)"
                    : variable.Value ?? "", Shown.Time(variable.ChangedAt), variable.ChangedBy);
            table.WriteTo(host);
            return CliExitCodes.Done;
        });
        return command;
    }
}
