using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Server;
using Gyre.Server.Views;
using Gyre.Storage;

namespace Gyre.Cli.Tokens;

/// <summary>Makes, lists and ends tokens for the API.</summary>
internal static class TokenCommand
{
    public static Command Create(CliHost host, IServerAccess server)
    {
        var command = new Command(
            "token",
            """
            Creates, lists and revokes API tokens.

            Tokens are stored hashed; each is shown only once, when it is created.

            Example:
              gyre token create --name laptop --days 30
              gyre token list
            """)
        {
            CreateToken(host, server), ListTokens(host, server), Revoke(host, server),
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        return command;
    }

    private static Command CreateToken(CliHost host, IServerAccess server)
    {
        var name = new Option<string>("--name") { Description = "Name of the token.", HelpName = "NAME", Required = true };
        var days = new Option<int?>("--days") { Description = "Days until the token expires. Default: no expiry.", HelpName = "N" };
        days.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is >= 1 and <= 3650))
                result.AddError($"'{token.Value}' is not a valid value for --days. Use a whole number from 1 to 3650.");
        });
        var scope = new Option<string>("--scope")
        {
            Description = "Scope: admin, or read for read-only access. Default: admin.",
            HelpName = "SCOPE",
            DefaultValueFactory = static _ => "admin",
        };
        scope.AcceptOnlyFromAmong("admin", "read");
        var command = new Command(
            "create",
            """
            Creates a token and prints it once.

            Example:
              gyre token create --name laptop --days 30
            """)
        {
            name, scope, days,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var lifetime = result.GetValue(days) is { } number ? TimeSpan.FromDays(number) : (TimeSpan?)null;
            var token = await server.CreateTokenAsync(HomeOptions.Read(result, host), result.GetRequiredValue(name), ScopeOf(result.GetRequiredValue(scope)), lifetime, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, TokenViews.Of(token.Entry) with { Token = token.Text });
            else
                host.Out.WriteLine(token.Text);
            host.Say($"The token is shown only once. To revoke it, run 'gyre token revoke {token.Entry.Id}'.");
            return CliExitCodes.Done;
        });
        return command;
    }

    private static Command ListTokens(CliHost host, IServerAccess server)
    {
        var command = new Command(
            "list",
            """
            Lists tokens without their secrets.

            Example:
              gyre token list --format json
            """);
        command.SetAction(async (result, cancellationToken) =>
        {
            var tokens = await server.ListTokensAsync(HomeOptions.Read(result, host), cancellationToken);
            if (CliCommand.IsJson(result))
            {
                Shape.Print(host.Out, TokenViews.Of(tokens));
                return CliExitCodes.Done;
            }
            var table = new ResultTable("ID", "NAME", "SCOPE", "CREATED (UTC)", "EXPIRES (UTC)", "LAST USED (UTC)", "STATE");
            foreach (var token in tokens)
            {
                table.Add(
                    token.Id, token.Name, NameOf(token.Scope), Shown.Time(token.CreatedAt), TimeOrDash(token.ExpiresAt),
                    TimeOrDash(token.LastUsedAt),
                    State(token, host));
            }
            table.WriteTo(host);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static Command Revoke(CliHost host, IServerAccess server)
    {
        var id = CliCommand.Word("ID", "Token id, as shown by 'gyre token list', or a unique prefix of it.");
        var command = new Command(
            "revoke",
            """
            Revokes a token immediately.

            Example:
              gyre token revoke 0199c1f4-7c1e-7b4a-9d5e-3f2a1b0c9d8e
            """)
        {
            id,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var given = await WholeIdAsync(server, HomeOptions.Read(result, host), result.GetRequiredValue(id), cancellationToken);
            if (!await server.RevokeTokenAsync(HomeOptions.Read(result, host), given, cancellationToken))
                throw new InvalidInputException(
                    "token.unknown",
                    $"No active token has the id '{Shown.Short(given, 80)}'.",
                    "Run 'gyre token list' to see the tokens.");
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("id", Value.Of(given)), ("revoked", Value.True)));
            else
                host.Out.WriteLine($"token {Shown.Clean(given)} revoked");
            return CliExitCodes.Done;
        });
        return command;
    }

    /// <summary>A beginning of at least four characters that only one active token has stands for it.</summary>
    private static async Task<string> WholeIdAsync(
        IServerAccess server, StorageOptions storage, string text, CancellationToken cancellationToken)
    {
        if (text.Length is < 4 or >= 36)
            return text;
        var tokens = await server.ListTokensAsync(storage, cancellationToken);
        string[] found = [.. tokens.Where(token => token.RevokedAt is null && token.Id.StartsWith(text, StringComparison.Ordinal))
            .Select(token => token.Id)];
        return found.Length <= 1
            ? found.FirstOrDefault(text)
            : throw new InvalidInputException(
                "token.ambiguous", $"'{Shown.Short(text, 80)}' matches {found.Length} active tokens.",
                $"Use a longer prefix: {string.Join(", ", found.Take(5))}.");
    }

    private static TokenScope ScopeOf(string name) => name == "read" ? TokenScope.Read : TokenScope.Admin;

    private static string NameOf(TokenScope scope) => scope == TokenScope.Read ? "read" : "admin";

    private static string TimeOrDash(DateTimeOffset? time) => time is { } known ? Shown.Time(known) : "-";

    private static string State(TokenEntry token, CliHost host) =>
        token.RevokedAt is not null ? "revoked" : token.ExpiresAt < host.Clock.GetUtcNow() ? "expired" : "good";
}
