using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre outputs</c>: lists the files that node runs left behind, and fetches them.</summary>
internal static class OutputsCommand
{
    public static Command Create(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'.");
        var node = CliCommand.OptionalWord("NODE", "Path of the node run, such as train[2]. Default: all.");
        var to = CliCommand.Text("--to", "DIR", "Copy the files to this folder; without NODE, each node's into a folder of its own.");
        var overwrite = CliCommand.Switch("--overwrite", "Replace files in the folder that have other content. Default: copy nothing.");
        var command = new Command(
            "outputs",
            """
            Lists the output files of a run with their sizes and places, and copies them to a folder.

            Example:
              gyre outputs last
              gyre outputs last train --to results
            """)
        {
            run, node, to, overwrite,
        };
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            var files = result.GetValue(node) is { } path
                ? RunFiles.Of([await Ids.NodeAsync(home, view.Id, path, cancellationToken)], byNode: false)
                : RunFiles.Of(await home.Runs.NodesAsync(view.Id, cancellationToken), byNode: true);
            var folder = result.GetValue(to) is { } given ? host.Resolve(given) : null;
            var copied = folder is null
                ? 0
                : await OutputCopy.CopyAsync(home.Blobs, files, folder, result.GetValue(overwrite), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Describe(home, view.Id, files, folder));
            else
                Print(host, home, files, folder, copied);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static MapValue Describe(IHome home, RunId run, IReadOnlyList<RunFile> files, string? folder) => Shape.Object(
        ("run_id", Value.Of(run.ToString())),
        ("folder", Shape.Text(folder)),
        ("outputs", Shape.List(files, file => Shape.Object(
            ("node", Value.Of(file.Node)),
            ("path", Value.Of(file.File.Path.ToString())),
            ("digest", Value.Of(file.File.Digest.ToString())),
            ("size", Value.Of(file.File.SizeInBytes)),
            ("place", Value.Of(home.PlaceOf(file.File.Digest))),
            ("file", Shape.Text(folder is null ? null : file.Target.Under(folder)))))));

    private static void Print(CliHost host, IHome home, IReadOnlyList<RunFile> files, string? folder, int copied)
    {
        if (files.Count == 0)
        {
            host.Say("No output files.");
            return;
        }
        RunFiles.Print(host, files, file => folder is null ? home.PlaceOf(file.File.Digest) : file.Target.Under(folder));
        if (folder is not null)
            host.Out.WriteLine($"{copied} of {files.Count} files copied to {Shown.Clean(folder)}; the others were there.");
    }
}
