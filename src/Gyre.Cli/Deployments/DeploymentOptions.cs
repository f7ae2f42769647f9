using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Remote;
using Gyre.Core;

namespace Gyre.Cli.Deployments;

/// <summary>What the commands about deployments have in common.</summary>
internal static class DeploymentOptions
{
    public static Argument<string> Name() => CliCommand.Word("NAME", "Name of the deployment.");

    public static Option<string?> Reason() => CliCommand.Text("--reason", "TEXT", "Reason, kept with the change.");

    /// <summary>Gives a command the options of its place and of its answer.</summary>
    public static void AddTo(Command command)
    {
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        CliCommand.AddFormat(command);
    }

    /// <summary>Opens the place that the command line names; a home must be there already.</summary>
    public static async Task<IDeploymentDesk> OpenAsync(ParseResult result, CliHost host, CancellationToken cancellationToken) =>
        OfStep(result, host) ?? await HomeOptions.OpenExistingAsync(result, host, cancellationToken) switch
        {
            RemoteHome remote => new ServerDesk(remote),
            var home => (IDeploymentDesk)new HomeDesk(home, Environment.UserName),
        };

    /// <summary>The same, and makes a home that is not there.</summary>
    public static async Task<IDeploymentDesk> OpenOrCreateAsync(ParseResult result, CliHost host, CancellationToken cancellationToken) =>
        OfStep(result, host) ?? (ServerOptions.Open(result, host) is { } remote
            ? (IDeploymentDesk)new ServerDesk(remote)
            : new HomeDesk(await HomeOptions.OpenAsync(result, host, cancellationToken), Environment.UserName));

    /// <summary>
    /// A step has no home of its own, and may run on another machine than the home of its run: without another place on the command line it
    /// calls the server of its run, with its token.
    /// </summary>
    private static ServerDesk? OfStep(ParseResult result, CliHost host) =>
        ServerOptions.Given(result) is null && HomeOptions.GivenHome(result) is null && !HomeOptions.NamesStore(result)
        && ServerOptions.OfStep(host) is { } remote
            ? new ServerDesk(remote) { IsStep = true }
            : null;

    /// <summary>Numbers with commas between them.</summary>
    /// <exception cref="InvalidInputException">One is no number.</exception>
    public static double[] Numbers(string option, string text) =>
        text.Trim().Length == 0 ? [] : [.. text.Split(',').Select(part => Number(option, part))];

    /// <summary>A number.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static double Number(string option, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidInputException(
                "option.number", $"'{Shown.Short(text, 40)}' is not a valid number for {option}.", "Write numbers such as 0.5 or -1e3.");
}
