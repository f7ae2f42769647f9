using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Home;

namespace Gyre.Cli.Backups;

/// <summary>Backs up a home, also while it is at work.</summary>
internal static class BackupCommand
{
    public static Command Create(CliHost host)
    {
        var folder = CliCommand.Word("DIR", "Folder to write the backup to; it must not exist yet.");
        var noArtifacts = CliCommand.Switch(
            "--no-artifacts", "Leave the artifacts out, for an artifact store that is backed up separately.");
        var noKey = CliCommand.Switch("--no-key", "Leave out the key that secrets are encrypted with; keep it elsewhere.");
        var command = new Command(
            "backup",
            """
            Copies a home to a folder, also while a server and runs are working on it: the database as it is at one moment, the
            artifacts, the logs of attempts that have ended, and the configuration.

            Steps that are running are not part of a backup; after 'gyre restore' they start again. A database in PostgreSQL is not
            copied: run pg_dump first, then this command.

            Example:
              gyre backup /backups/gyre-monday
              gyre backup /backups/gyre-monday --home /srv/gyre --no-key
            """)
        {
            folder, noArtifacts, noKey,
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var target = host.Resolve(result.GetRequiredValue(folder));
            var request = new BackupRequest
            {
                Version = About.ProgramVersion.Text,
                WithArtifacts = !result.GetValue(noArtifacts),
                WithSecretKey = !result.GetValue(noKey),
            };
            var manifest = await new HomeBackup(HomeOptions.Read(result, host), host.Clock)
                .CreateAsync(target, request, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, BackupShapes.Of(target, manifest));
            else
                BackupShapes.Print(host, target, manifest);
            if (manifest.Database is null)
                host.Say("The database is in PostgreSQL and not part of this backup. Keep a dump that pg_dump made before this backup "
                    + "with it.");
            return CliExitCodes.Done;
        });
        return command;
    }
}
