using System.CommandLine;

namespace Gyre.Cli.Experiments;

/// <summary>Groups the commands about experiment plans.</summary>
internal static class ExperimentCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "experiment",
            """
            Checks experiment plans: folders of YAML files that run trials over datasets, in the format of OctopusCL.

            Example:
              gyre experiment validate plans/digits
            """)
        {
            ExperimentValidateCommand.Create(host),
        };
        CliCommand.AddFormat(command);
        return command;
    }
}
