using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Home;

namespace Gyre.Cli.Backups;

/// <summary>Restores a backup into an empty home.</summary>
internal static class RestoreCommand
{
    public static Command Create(CliHost host)
    {
        var folder = CliCommand.Word("DIR", "Folder that 'gyre backup' wrote.");
        var command = new Command(
            "restore",
            """
            Restores a backup into a new home and checks every digest. A home that is not empty is refused, and after a failure the
            home is as it was.

            Open runs and cycles continue with 'gyre serve' or 'gyre resume'. Do not let the old home work at the same time: both would
            execute the same runs and fire the same triggers.

            Example:
              gyre restore /backups/gyre-monday --home /srv/gyre-new
            """)
        {
            folder,
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var storage = HomeOptions.Read(result, host);
            var manifest = await new HomeBackup(storage, host.Clock)
                .RestoreAsync(host.Resolve(result.GetRequiredValue(folder)), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, BackupShapes.Of(storage.Home, manifest));
            else
                BackupShapes.Print(host, storage.Home, manifest);
            host.Say($"Restored. Run '{CommandHints.From(result).Command("doctor")}' to check the home.");
            return CliExitCodes.Done;
        });
        return command;
    }
}
