using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Options;
using Gyre.Core;

namespace Gyre.Cli.Variables;

/// <summary>Groups the commands about variables and secrets of projects.</summary>
internal static class EnvCommand
{
    private static readonly Option<string?> Project = new("--project")
    {
        Description = "Name of the project, as shown by 'gyre runs'. Default: the project in the current folder.",
        HelpName = "P",
        Recursive = true,
    };

    public static Command Create(CliHost host)
    {
        var command = new Command(
            "env",
            """
            Sets, lists and removes environment variables and secrets of a project. All its steps receive them.

            Example:
              gyre env set EPOCHS=20
              printf '%s' "$TOKEN" | gyre env set --secret API_TOKEN
              gyre env list
            """)
        {
            EnvSetCommand.Create(host),
            EnvUnsetCommand.Create(host),
            EnvListCommand.Create(host),
            EnvRotateKeyCommand.Create(host),
        };
        command.Options.Add(Project);
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        return command;
    }

    /// <summary>The project that is meant.</summary>
    /// <exception cref="InvalidInputException">None is named, and there is none in the current folder.</exception>
    public static string ProjectOf(ParseResult result, CliHost host)
    {
        if (GivenProject(result) is { } given)
            return given;
        try
        {
            return new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(ProjectFiles.Find(host, ".")))!).Name;
        }
        catch (InvalidInputException)
        {
            throw new InvalidInputException("variable.project", "The current folder contains no project.",
                "Name the project with --project.");
        }
    }

    /// <summary>The project as it was named, or null.</summary>
    public static string? GivenProject(ParseResult result) => result.GetValue(Project);

    /// <summary>Who does it, for the event.</summary>
    public static string Author() => Environment.UserName;
}
