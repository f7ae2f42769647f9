using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Execution;

namespace Gyre.Cli.Tracking;

/// <summary>Says where the pages are.</summary>
internal static class UiCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "ui",
            """
            Prints the URL of the web pages of the server for this home.

            Example:
              gyre tracking ui
            """);
        command.SetAction((result, _) =>
        {
            var address = ApiPlaces.Newest(HomeOptions.Read(result, host).Home);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("url", Shape.Text(address?.ToString()))));
            else if (address is not null)
                host.Out.WriteLine(address);
            if (address is not null)
                return Task.FromResult(CliExitCodes.Done);
            host.Say($"No server is running for this home. Start one with '{CommandHints.From(result).Command("serve")}'.");
            return Task.FromResult(CliExitCodes.Failed);
        });
        return command;
    }
}
