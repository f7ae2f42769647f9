using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gyre.Cli.Tests;

/// <summary>
/// The help of every command, as one checked-in text to be read in one go. If a change is meant, run the test once with GYRE_ACCEPT=1 and
/// read the diff.
/// </summary>
public sealed class HelpTextTests
{
    [Fact]
    public async Task The_help_of_every_command_is_the_checked_in_text()
    {
        var path = Path.Join(Folder(), "Help.txt");
        var now = new StringBuilder();
        using (var host = new TestHost())
        {
            foreach (var command in Commands(CliApp.Create(host.Host), []))
            {
                await host.RunAsync([.. command, "--help"]);
                now.Append("$ gyre ").AppendJoin(' ', command).AppendLine(command.Length > 0 ? " --help" : "--help");
                now.AppendLine(host.Out.Trim()).AppendLine();
            }
        }
        var text = now.ToString().ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("GYRE_ACCEPT") == "1")
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        text.ShouldBe(File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "");
    }

    private static IEnumerable<string[]> Commands(Command command, string[] path) =>
        command.Subcommands.SelectMany(child => Commands(child, [.. path, child.Name])).Prepend(path);

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
