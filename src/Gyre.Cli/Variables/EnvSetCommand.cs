using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Runs;
using Gyre.Core;
using Gyre.Home.Views;

namespace Gyre.Cli.Variables;

/// <summary>Sets a variable or a secret.</summary>
internal static class EnvSetCommand
{
    public static Command Create(CliHost host)
    {
        var text = CliCommand.Word("NAME[=VALUE]", "Name and value; for a secret only the name.");
        var secret = CliCommand.Switch("--secret",
            "Store the value encrypted, mask it in logs, and never show it again. The value is read from stdin.");
        var command = new Command(
            "set",
            """
            Sets an environment variable of a project, or a secret.

            Runs that have already started keep the variables that they started with; secrets are read for each attempt.

            Example:
              gyre env set EPOCHS=20
              printf '%s' "$TOKEN" | gyre env set --secret API_TOKEN --project digits
            """)
        {
            text, secret,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (name, value) = Read(result.GetRequiredValue(text), result.GetValue(secret), host);
            var project = EnvCommand.ProjectOf(result, host);
            await using var home = await HomeOptions.OpenAsync(result, host, cancellationToken);
            await home.Variables.SetAsync(project, name, value, result.GetValue(secret), EnvCommand.Author(), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, VariableViews.Of((await home.Variables.ListAsync(project, cancellationToken))
                    .First(variable => variable.Name == name)));
            else
                host.Out.WriteLine($"{(result.GetValue(secret) ? "secret" : "variable")} {name} of project {Shown.Clean(project)} set");
            return CliExitCodes.Done;
        });
        return command;
    }

    private static (string Name, string Value) Read(string text, bool isSecret, CliHost host)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (isSecret)
            return equals < 0 ? (text, RunVariables.FromInput(text, host)) : throw RunVariables.OnCommandLine(text[..equals]);
        return equals > 0 ? (text[..equals], text[(equals + 1)..]) : throw new InvalidInputException(
            "variable.value", $"'{Shown.Short(text, 80)}' has no value.", "Use NAME=VALUE, or --secret NAME for a secret.");
    }
}
