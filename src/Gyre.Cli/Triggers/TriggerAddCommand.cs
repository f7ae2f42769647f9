using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Projects;

namespace Gyre.Cli.Triggers;

/// <summary>Registers the triggers of a project.</summary>
internal static class TriggerAddCommand
{
    public static Command Create(CliHost host)
    {
        var file = CliCommand.OptionalWord("FILE", "A gyre.yaml, or a folder that holds one. Default: here.");
        var project = CliCommand.Text("--project", "NAME", "Name of the project. Default: that of its folder.");
        var command = new Command(
            "add",
            """
            Makes the triggers of a project those that its file declares: new ones begin from now, changed ones begin anew, others go on, and those that it no
            longer declares are removed. What they start is read from the folder each time.

            Example:
              gyre trigger add my-project
            """)
        {
            file, project,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var loaded = await ProjectFiles.LoadAsync(host, result.GetValue(file) ?? ".", cancellationToken, HomeOptions.Read(result, host).Home);
            // What is started later is found by the folder alone.
            if (ProjectFile.Find(loaded.Folder) is { } other && other != loaded.File)
                throw new InvalidInputException("trigger.file", $"Runs of triggers read the file '{Path.GetFileName(other)}' of the folder, not '{Path.GetFileName(loaded.File)}'.", "Declare the triggers there.");
            await using var home = await HomeOptions.OpenAsync(result, host, cancellationToken);
            var views = await home.Triggers.RegisterAsync(loaded.Project, loaded.Folder, result.GetValue(project), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(views));
            else if (views.Count == 0)
                host.Say("The project declares no triggers.");
            else
                TriggerTable.Write(host, views);
            if (views.Count > 0)
                host.Say("They are at work while 'gyre serve' runs on this home.");
            return CliExitCodes.Done;
        });
        return command;
    }
}
