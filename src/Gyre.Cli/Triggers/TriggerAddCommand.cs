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
        var file = CliCommand.OptionalWord("FILE", "A gyre.yaml file, or the folder that contains it. Default: the current folder.");
        var project = CliCommand.Text("--project", "NAME", "Name of the project. Default: the name of its folder.");
        var command = new Command(
            "add",
            """
            Registers the triggers of a project as declared in its file.

            New and changed triggers start from now, unchanged ones continue, and triggers that are no longer declared are removed.

            Each start reads the pipeline from the folder.

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
                throw new InvalidInputException(
                    "trigger.file",
                    $"Triggers start pipelines from '{Path.GetFileName(other)}' in the folder, not from "
                        + $"'{Path.GetFileName(loaded.File)}'.",
                    "Declare the triggers in that file.");
            await using var home = await HomeOptions.OpenAsync(result, host, cancellationToken);
            var views = await home.Triggers.RegisterAsync(loaded.Project, loaded.Folder, result.GetValue(project), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(views));
            else if (views.Count == 0)
                host.Say("The project declares no triggers.");
            else
                TriggerTable.Write(host, views);
            if (views.Count > 0)
                host.Say("'gyre serve' must be running on this home for them to fire.");
            return CliExitCodes.Done;
        });
        return command;
    }
}
