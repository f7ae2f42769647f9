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
            Checks and runs experiment plans: folders of YAML files that run trials over datasets, in the format of OctopusCL.

            Example:
              gyre experiment validate plans/digits
              gyre experiment run plans/digits
              gyre experiment status plans/digits
              gyre experiment report plans/digits --to reports
              gyre experiment register plans/digits --trial network --model digits --alias champion
              gyre experiment deploy plans/digits --trial network --deployment digits
            """)
        {
            ExperimentValidateCommand.Create(host), ExperimentRunCommand.Create(host), ExperimentStatusCommand.Create(host),
            ExperimentReportCommand.Create(host), ExperimentRegisterCommand.Create(host), ExperimentDeployCommand.Create(host),
            ExperimentStepCommand.Create(host),
        };
        CliCommand.AddFormat(command);
        return command;
    }
}
