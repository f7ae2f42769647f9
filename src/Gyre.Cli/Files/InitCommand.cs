using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Cli.Files;

/// <summary>Writes a small project that works.</summary>
internal static class InitCommand
{
    private static readonly string[] Names = ["gyre.yaml", "README.md", ".gitignore"];

    public static Command Create(CliHost host)
    {
        var folder = CliCommand.OptionalWord("DIR", "Target folder; created if it does not exist. Default: the current folder.");
        var command = new Command(
            "init",
            """
            Creates a small working project: two steps, a pipeline and a README.

            The project needs only a shell. Existing files are never overwritten.

            Example:
              gyre init my-project
              gyre run my-project
            """)
        {
            folder,
        };
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var given = result.GetValue(folder) ?? ".";
            var target = host.Resolve(given);
            Refuse(target, given);
            await WriteAsync(target, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Shape.Object(("folder", Value.Of(target)), ("files", Shape.List(Names, Value.Of))));
            else
                host.Out.WriteLine($"Created {string.Join(", ", Names)} in {Shown.Clean(given)}. Next: gyre run {Shown.Clean(given)}");
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Refuse(string target, string given)
    {
        if (File.Exists(target))
            throw new InvalidInputException("init.file", $"'{Shown.Short(given, 200)}' is a file, not a folder.");
        // Two project files in one folder would leave open which one is meant.
        foreach (var name in Names.Union(ProjectFile.FileNames))
        {
            if (Path.Exists(Path.Join(target, name)))
                throw new InvalidInputException(
                    "init.exists",
                    $"'{Path.Join(given, name)}' already exists; nothing was written.",
                    "Choose another folder, or move the existing file.");
        }
    }

    private static async Task WriteAsync(string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target);
        foreach (var name in Names)
        {
            var file = new FileStream(Path.Join(target, name), FileMode.CreateNew, FileAccess.Write);
            await using (file)
            await using (var template = Template(name))
                await template.CopyToAsync(file, cancellationToken);
        }
    }

    private static Stream Template(string name) =>
        typeof(InitCommand).Assembly.GetManifestResourceStream($"init/{name.TrimStart('.')}")
        ?? throw new InvalidOperationException($"The program does not contain the template {name}.");
}
