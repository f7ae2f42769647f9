using System.CommandLine;
using System.CommandLine.Parsing;
using Gyre.Cli.Remote;
using Gyre.Client.Api;
using Gyre.Core;

namespace Gyre.Cli.Options;

/// <summary>The options that make a command work on the home of a server, over its API.</summary>
internal static class ServerOptions
{
    private const string TokenVariable = "GYRE_TOKEN";
    private const string StepVariable = "GYRE_API_URL";

    private static readonly Option<string?> Server = new("--server")
    {
        Description = "URL of a Gyre server to use instead of a home on this machine.",
        HelpName = "URL",
        Recursive = true,
    };

    private static readonly Option<string?> Token = new("--token")
    {
        Description = $"Token for --server. Default: {TokenVariable}, which other users of this machine cannot see.",
        HelpName = "TOKEN",
        Recursive = true,
    };

    /// <summary>Gives a command the options.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Server);
        command.Options.Add(Token);
    }

    /// <summary>The server as it stands on the command line; null for a home on this machine.</summary>
    public static string? Given(ParseResult result) => result.GetValue(Server) is { Length: > 0 } server ? server : null;

    /// <summary>Whether the command line names a server.</summary>
    public static bool IsGiven(CommandResult result) => result.GetValue(Server) is { Length: > 0 };

    /// <summary>The home of the server that was named; null when none was.</summary>
    /// <exception cref="InvalidInputException">It is no address of a server, or a home was named as well.</exception>
    public static RemoteHome? Open(ParseResult result, CliHost host)
    {
        if (Given(result) is not { } server)
        {
            return result.GetValue(Token) is null
                ? null
                : throw new InvalidInputException("server.missing", "--token is for --server, which is not given.", "Add --server URL.");
        }
        if (HomeOptions.NamesStore(result) || HomeOptions.NamesArtifacts(result))
            throw new InvalidInputException(
                "server.home", "--server cannot be used together with --store or --artifacts.", "The server has its own.");
        return OpenAt(server, result.GetValue(Token), host);
    }

    /// <summary>The server that the step in which the program runs calls back; null outside steps.</summary>
    public static RemoteHome? OfStep(CliHost host) =>
        host.Variable(StepVariable) is { Length: > 0 } server ? OpenAt(server, null, host) : null;

    private static RemoteHome OpenAt(string server, string? token, CliHost host)
    {
        try
        {
            var options = new GyreApiOptions { Token = token, Clock = host.Clock, Environment = host.Variable };
            return new RemoteHome(new GyreApi(server, options), host.Clock);
        }
        catch (ArgumentException exception)
        {
            // Without the name of the parameter that .NET adds.
            throw new InvalidInputException(
                "server.address", exception.Message.Split(" (Parameter", 2)[0], "Write --server http://HOST:PORT.");
        }
    }
}
