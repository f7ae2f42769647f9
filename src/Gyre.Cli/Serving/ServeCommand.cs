using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Deployments;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;

namespace Gyre.Cli.Serving;

/// <summary>Serves the API, and carries out what nobody else does.</summary>
internal static class ServeCommand
{
    public static Command Create(CliHost host, IServerAccess server)
    {
        var port = new Option<int>("--port")
        {
            Description = "Port to listen on; 0 picks a free port. Default: 5000.",
            HelpName = "N",
            DefaultValueFactory = static _ => 5000,
        };
        var address = new Option<string>("--address")
        {
            Description = "IP address to listen on. Addresses other than loopback require a token; create one first. Default: 127.0.0.1.",
            HelpName = "ADDRESS",
            DefaultValueFactory = static _ => "127.0.0.1",
        };
        var hosts = Names(
            "--allow-host", "Additional host name that clients may use for the server. Requires a token. Repeatable.", "NAME");
        var proxies = Names(
            "--trusted-proxy",
            "Address or network (10.0.0.0/8) of a proxy whose X-Forwarded headers are used. Requires a token. Repeatable. Default: none.",
            "ADDRESS");
        var pathBase = new Option<string>("--base-path", "--path-base")
        {
            Description = "Path prefix under which the server can also be reached, such as /gyre, for proxies that do not remove it.",
            HelpName = "PATH",
        };
        var open = CliCommand.Switch("--open", "Open the pages in the browser when the server listens.");
        var origins = Names(
            "--allow-origin", "Origin allowed to call the API from web pages, such as https://lab.example. Repeatable.", "ORIGIN");
        var predict = CliCommand.Text(
            "--predict", "NAME", "Deployment that answers at the path in the variable AIP_PREDICT_ROUTE, if it is set. Default: model.");
        var secrets = Names(
            "--allow-secret",
                "Environment variable of the server that projects may use as a secret of their steps. Repeatable. Default: none.",
                "NAME");
        var privateWebhooks = CliCommand.Switch(
            "--allow-private-webhooks", "Allow model registry webhooks to use private and loopback addresses and plain http. Anyone who can edit the registry can then send requests from this machine into its network.");
        port.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 65535))
                result.AddError($"'{token.Value}' is not a valid port. Use a whole number from 0 to 65535.");
        });
        var command = new Command(
            "serve",
            """
            Serves the API and web pages of a home, executes its runs and cycles, and fires its triggers.

            Press Ctrl-C to stop the server. Running steps continue, and the next start picks them up.

            Example:
              gyre serve
              gyre serve --open
              gyre serve --home /srv/gyre --port 8080
            """)
        {
            open, port, address, hosts, origins, proxies, pathBase, predict, secrets, privateWebhooks,
        };
        LimitOptions.AddTo(command, "the home");
        HomeOptions.AddTo(command);
        ServerLogs.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var container = ContainerVariables.Read(host, result.GetValue(predict));
            var settings = new ServeSettings(
                HomeOptions.Read(result, host), result.GetRequiredValue(address),
                result.GetResult(port) is { Implicit: false } ? result.GetValue(port) : container.Port ?? result.GetValue(port))
            {
                AllowedHosts = [.. result.GetValue(hosts) ?? []],
                AllowedOrigins = [.. result.GetValue(origins) ?? []],
                AllowedSecrets = [.. result.GetValue(secrets) ?? []],
                TrustedProxies = [.. result.GetValue(proxies) ?? []],
                PathBase = result.GetValue(pathBase) ?? "",
                Predictions = container.Paths,
                AllowPrivateWebhooks = result.GetValue(privateWebhooks),
                Limits = LimitOptions.Read(result),
                Logs = ServerLogs.Read(result, host),
            };
            if (container.Storage is { } storage)
            {
                await using var desk = new HomeDesk(await HomeOptions.OpenAsync(result, host, cancellationToken), Environment.UserName);
                host.Say(await StoredModel.DeployAsync(desk, container.Deployment, storage, cancellationToken));
            }
            try
            {
                await server.ServeAsync(
                    settings, uri => Announce(result, host, uri, settings.PathBase, result.GetValue(open)), cancellationToken);
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

    private static Option<string[]> Names(string name, string description, string word) => new(name)
    {
        Description = description,
        HelpName = word,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private static void Announce(ParseResult result, CliHost host, Uri uri, string pathBase, bool open)
    {
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, Shape.Object(("url", Value.Of(uri.ToString()))));
        else
            host.Out.WriteLine($"Listening on {uri}");
        if (open)
            Browser.Open(host, new Uri(uri, $"{pathBase}/"));
    }
}
