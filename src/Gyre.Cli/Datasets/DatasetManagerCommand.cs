using System.CommandLine;
using Gyre.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary>Pushes and pulls with the options of OctopusCL's dataset manager.</summary>
internal static class DatasetManagerCommand
{
    public static Command Create(CliHost host)
    {
        var action = new Option<string>("--action", "-a") { Description = "What to do.", HelpName = "upload|download", Required = true };
        action.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && token.Value is not ("upload" or "download"))
                result.AddError($"'{token.Value}' is not an action. Use upload or download.");
        });
        var local = new Option<string>("--local_path", "-l")
        {
            Description = "Folder of the dataset on this machine.",
            HelpName = "DIR",
            Required = true,
        };
        var dataset = new Option<string?>("--dataset", "-d")
        {
            Description = "Name of the dataset. Required for downloads; for uploads it must be the name in the schema.",
            HelpName = "NAME",
        };
        var remote = new Option<string?>("--remote_path", "-r")
        {
            Description = "For downloads: only this file, or this folder with '/' at its end. Default: /, the whole dataset.",
            HelpName = "PATH",
        };
        var command = new Command(
            "manager",
            """
            Uploads and downloads datasets with the options of octopuscl-run-dataset-manager. Does the same as 'push' and 'pull'.

            Splits are uploaded too, files that are there are not sent again, and a dataset without files/ is no problem. A download
            gets the newest version.

            Example:
              gyre dataset manager -e staging -a upload -l data/digits
              gyre dataset manager -e staging -a download -l data/digits -d digits -r files/img/
            """)
        {
            action, local, dataset, remote,
        };
        command.Validators.Add(result =>
        {
            // The values may be the ones that are wrong, so that only tokens are looked at.
            var word = result.GetResult(action)?.Tokens is [var token] ? token.Value : null;
            if (word == "download" && result.GetResult(dataset) is null)
                result.AddError("--dataset is missing. A download needs the name of the dataset.");
            if (word == "upload" && result.GetResult(remote) is not null)
                result.AddError("--remote_path is only for downloads.");
        });
        var place = new DatasetPlaceOptions().AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var isUpload = result.GetRequiredValue(action) == "upload";
            var (folder, name) = (result.GetRequiredValue(local), result.GetValue(dataset));
            await using var repository = await place.OpenAsync(result, host, makesHome: isUpload, cancellationToken);
            if (isUpload)
            {
                var options = new PushOptions { Dataset = name };
                DatasetPushCommand.Print(
                    result, host, await DatasetPushCommand.RunAsync(host, repository, folder, options, cancellationToken));
            }
            else
            {
                var options = new PullOptions { Path = result.GetValue(remote) };
                var pulled = await DatasetPullCommand.RunAsync(
                    host, repository, new VersionName(name!, "latest"), folder, options, cancellationToken);
                DatasetPullCommand.Print(result, host, pulled, folder);
            }
            return CliExitCodes.Done;
        });
        return command;
    }
}
