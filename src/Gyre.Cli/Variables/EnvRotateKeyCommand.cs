using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Core;

namespace Gyre.Cli.Variables;

/// <summary>Changes the key of secrets.</summary>
internal static class EnvRotateKeyCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "rotate-key",
            """
            Encrypts all secrets of the home with a new key and removes the old key from the key file.

            Backups of the old key file are still needed to read old backups of the database. Other machines that share the database
            need the new key file.

            Example:
              gyre env rotate-key
            """);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var rotation = await home.Variables.RotateKeyAsync(EnvCommand.Author(), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("key", Value.Of(rotation.Key)), ("count", Value.Of((long)rotation.Count))));
            else
                host.Out.WriteLine($"{rotation.Count} secret{(rotation.Count == 1 ? "" : "s")} encrypted with the new key {rotation.Key}");
            return CliExitCodes.Done;
        });
        return command;
    }
}
