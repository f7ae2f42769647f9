using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Home.Views;

namespace Gyre.Cli.Triggers;

/// <summary>Turns triggers on and off.</summary>
internal static class TriggerSwitchCommands
{
    public static Command Enable(CliHost host) => Create(
        host,
        enabled: true,
        new Command(
            "enable",
            """
            Enables a trigger, including one that was suspended. Firings missed in the meantime are not made up for.

            Example:
              gyre trigger enable nightly
            """));

    public static Command Disable(CliHost host) => Create(
        host,
        enabled: false,
        new Command(
            "disable",
            """
            Disables a trigger. Its runs continue; starts that are waiting are skipped.

            Example:
              gyre trigger disable nightly
            """));

    private static Command Create(CliHost host, bool enabled, Command command)
    {
        var name = TriggerPlace.Name();
        var project = TriggerPlace.Project();
        command.Arguments.Add(name);
        command.Options.Add(project);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await TriggerPlace.FindAsync(home, result.GetRequiredValue(name), result.GetValue(project), cancellationToken);
            await home.Triggers.EnableAsync(view.Id, enabled, cancellationToken);
            view = await home.Triggers.FindAsync(view.Id, cancellationToken) ?? view;
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(view, []));
            else
                host.Out.WriteLine($"trigger {view.Definition.Name} {TriggerTable.StateOf(view)}");
            return CliExitCodes.Done;
        });
        return command;
    }
}
