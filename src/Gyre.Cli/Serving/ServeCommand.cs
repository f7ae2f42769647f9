using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;

namespace Gyre.Cli.Serving;

/// <summary>Serves the API, and carries out what nobody else does.</summary>
internal static class ServeCommand
{
    public static Command Create(CliHost host, IServerAccess server)
    {
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 takes a free one. Default: 5000.", HelpName = "N", DefaultValueFactory = static _ => 5000 };
        var address = new Option<string>("--address") { Description = "Address to listen on. Anything but loopback needs a token first. Default: 127.0.0.1.", HelpName = "ADDRESS", DefaultValueFactory = static _ => "127.0.0.1" };
        var hosts = Names("--allow-host", "Name that clients may call the server by, on top of loopback names and its address. Repeatable.", "NAME");
        var origins = Names("--allow-origin", "Origin whose pages may call the API, as browsers write it: https://lab.example. Repeatable.", "ORIGIN");
        var privateWebhooks = CliCommand.Switch(
            "--allow-private-webhooks", "Let webhooks of the model registry go to private and loopback addresses and over http: whoever may write to the registry can then make this machine call others in its network.");
        port.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 65535))
                result.AddError($"'{token.Value}' is not a port: a whole number from 0 to 65535 is expected.");
        });
        var command = new Command(
            "serve",
            """
            Serves the API for a home, carries out its runs and cycles, and keeps its triggers at work. Ctrl-C ends it; steps that run go on and are taken up by the next start.

            Example:
              gyre serve
              gyre serve --home /srv/gyre --port 8080
            """)
        {
            port, address, hosts, origins, privateWebhooks,
        };
        HomeOptions.AddTo(command);
        ServerLogs.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = new ServeSettings(HomeOptions.Read(result, host), result.GetRequiredValue(address), result.GetValue(port))
            {
                AllowedHosts = [.. result.GetValue(hosts) ?? []],
                AllowedOrigins = [.. result.GetValue(origins) ?? []],
                AllowPrivateWebhooks = result.GetValue(privateWebhooks),
                Logs = ServerLogs.Read(result, host),
            };
            try
            {
                await server.ServeAsync(settings, uri => Announce(result, host, uri), cancellationToken);
            }
            catch (OperationCanceledException) when (host.Interrupted.IsCancellationRequested && !host.LeaveNow.IsCancellationRequested)
            {
                // Ctrl-C is how a server is ended; that is no failure.
            }
            host.Say("Stopped.");
            return CliExitCodes.Done;
        });
        return command;
    }

    private static Option<string[]> Names(string name, string description, string word) => new(name) { Description = description, HelpName = word, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    private static void Announce(ParseResult result, CliHost host, Uri uri)
    {
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, Shape.Object(("url", Value.Of(uri.ToString()))));
        else
            host.Out.WriteLine($"Listening on {uri}");
    }
}
