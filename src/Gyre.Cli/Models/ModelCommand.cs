using System.CommandLine;
using Gyre.Cli.Options;

namespace Gyre.Cli.Models;

/// <summary>Groups the commands about registered models.</summary>
internal static class ModelCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "model",
            """
            Lists, shows, registers and downloads models, sets their aliases, and moves versions between stages.

            Example:
              gyre model list
              gyre model register churn --source models:/m-0123456789abcdef0123456789abcdef
              gyre model alias churn champion 3
              gyre model pull churn champion --to churn-model
            """)
        {
            ModelReadCommands.List(host),
            ModelReadCommands.Show(host),
            ModelPullCommand.Create(host),
            ModelWriteCommands.Register(host),
            ModelWriteCommands.Alias(host),
            ModelWriteCommands.Stage(host),
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        return command;
    }
}
