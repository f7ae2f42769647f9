using System.CommandLine;
using Gyre.Cli.Options;

namespace Gyre.Cli.Triggers;

/// <summary>Groups the commands about rules that start runs.</summary>
internal static class TriggerCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "trigger",
            """
            Registers, lists, shows, enables, disables, fires and tests triggers: rules on time and events that start pipelines.

            'gyre serve' fires them.

            Example:
              gyre trigger add my-project
              gyre trigger list
              gyre trigger test nightly --from 2026-03-01 --to 2026-04-01
              gyre trigger fire nightly --wait
            """)
        {
            TriggerAddCommand.Create(host),
            TriggerListCommand.Create(host),
            TriggerShowCommand.Create(host),
            TriggerSwitchCommands.Enable(host),
            TriggerSwitchCommands.Disable(host),
            TriggerFireCommand.Create(host),
            TriggerTestCommand.Create(host),
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        return command;
    }
}
