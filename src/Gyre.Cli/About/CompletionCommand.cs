using System.CommandLine;
using Gyre.Core;

namespace Gyre.Cli.About;

/// <summary>Prints the script that makes a shell complete commands of this program.</summary>
internal static class CompletionCommand
{
    public static Command Create(CliHost host, Func<RootCommand> root)
    {
        var shell = CliCommand.OptionalWord("SHELL", $"The shell: {string.Join(", ", CompletionScripts.Shells)}.");
        var command = new Command(
            "completion",
            """
            Prints a script that makes a shell complete commands, options, runs, nodes and pipelines.

            bash: add 'source <(gyre completion bash)' to ~/.bashrc. zsh: add 'source <(gyre completion zsh)' to ~/.zshrc.
            fish: save the script as ~/.config/fish/completions/gyre.fish. PowerShell: add
            'gyre completion powershell | Out-String | Invoke-Expression' to $PROFILE.

            Example:
              gyre completion bash
            """)
        {
            shell, Suggest(host, root),
        };
        command.SetAction(result =>
        {
            var name = result.GetValue(shell) ?? "";
            host.Out.WriteLine(CompletionScripts.Find(name) ?? throw new InvalidInputException(
                "completion.shell",
                name.Length == 0 ? "Name the shell to complete for."
                    : $"There is no script for the shell '{Forms.Shown.Short(name, 80)}'.",
                $"Use one of: {string.Join(", ", CompletionScripts.Shells)}."));
            return CliExitCodes.Done;
        });
        return command;
    }

    /// <summary>What the scripts call.</summary>
    private static Command Suggest(CliHost host, Func<RootCommand> root)
    {
        var words = new Argument<string[]>("WORD")
        {
            Description = "The words of the command line behind 'gyre'; the last one is to be completed.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var fresh = CliCommand.Switch("--new", "Complete a new word behind the given ones.");
        var command = new Command(
            "suggest",
            """
            Prints what may take the place of the last word, one suggestion a line. Completion scripts call this.

            Example:
              gyre completion suggest -- runs sh
            """)
        {
            words, fresh,
        };
        command.Hidden = true;
        command.SetAction(async (result, cancellationToken) =>
        {
            string[] given = [.. result.GetValue(words) ?? [], .. result.GetValue(fresh) ? [""] : Array.Empty<string>()];
            foreach (var word in await new Suggestions(host, root()).FindAsync(given, cancellationToken))
                host.Out.WriteLine(Forms.Shown.Clean(word));
            return CliExitCodes.Done;
        });
        return command;
    }
}
