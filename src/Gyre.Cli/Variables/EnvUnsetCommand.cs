using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Core;

namespace Gyre.Cli.Variables;

/// <summary>Removes a variable or a secret.</summary>
internal static class EnvUnsetCommand
{
    public static Command Create(CliHost host)
    {
        var name = CliCommand.Word("NAME", "The variable.");
        var command = new Command(
            "unset",
            """
            Removes an environment variable or a secret of a project.

            Example:
              gyre env unset EPOCHS
            """)
        {
            name,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (project, given) = (EnvCommand.ProjectOf(result, host), result.GetRequiredValue(name));
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            if (!await home.Variables.UnsetAsync(project, given, EnvCommand.Author(), cancellationToken))
                throw new InvalidInputException(
                    "variable.unknown", $"Project '{Shown.Short(project, 80)}' has no variable '{Shown.Short(given, 80)}'.",
                        "Run 'gyre env list' to see the variables.");
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("project", Value.Of(project)), ("name", Value.Of(given)), ("removed", Value.True)));
            else
                host.Out.WriteLine($"variable {Shown.Clean(given)} of project {Shown.Clean(project)} removed");
            return CliExitCodes.Done;
        });
        return command;
    }
}
