using System.CommandLine;

namespace Gyre.Cli.Components;

/// <summary>Groups the commands about components: programs with typed inputs and outputs that steps use.</summary>
internal static class ComponentCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "component",
            """
            Lists, shows and exports components: programs with typed inputs and outputs that a step runs with 'uses:'.

            Example:
              gyre component list
              gyre component show gyre/learn-train
              gyre component export gyre/bandit-train --format kubeflow --image registry.example/gyre:1
            """)
        {
            ComponentListCommand.Create(host),
            ComponentShowCommand.Create(host),
            ComponentExportCommand.Create(host),
        };
        CliCommand.AddFormat(command);
        return command;
    }
}
