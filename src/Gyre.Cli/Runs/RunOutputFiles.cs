using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Copies what the nodes of a run left behind into a folder: <c>NODE/PATH</c>, and <c>NODE/OUTPUT/PATH</c> for typed
/// outputs.</summary>
/// <param name="host">Where it is said.</param>
/// <param name="home">Where the run is.</param>
internal sealed class RunOutputFiles(CliHost host, IHome home)
{
    /// <summary>The folder that files may be copied to.</summary>
    /// <exception cref="InvalidInputException">Something lies there already.</exception>
    public static string Check(CliHost host, string folder)
    {
        var full = host.Resolve(folder);
        return File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
            ? throw new InvalidInputException(
                "outputs.taken", $"'{Shown.Short(folder, 200)}' is not an empty folder.", "Name a folder that does not exist yet.")
            : full;
    }

    /// <summary>Copies them.</summary>
    public async Task CopyAsync(RunId run, string folder, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var node in await home.Runs.NodesAsync(run, cancellationToken))
        {
            foreach (var (path, digest) in FilesOf(node))
            {
                var target = path.Under(folder);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                await home.Blobs.CopyToFileAsync(digest, target, cancellationToken);
                count++;
            }
        }
        host.Say($"Copied {count} output file{(count == 1 ? "" : "s")} to {Shown.Clean(folder)}.");
    }

    private static IEnumerable<(SafePath Path, Digest Digest)> FilesOf(NodeRunView node)
    {
        foreach (var file in node.IsTyped ? [] : node.Outputs)
            yield return (SafePath.Parse($"{node.Path}/{file.Path}"), file.Digest);
        foreach (var (name, artifact) in node.OutputArtifacts.SelectMany(static named => named.Items.Select(item => (named.Name, item))))
        {
            foreach (var file in artifact.Files)
                yield return (SafePath.Parse(file.Path.Length == 0 ? $"{node.Path}/{name}" : $"{node.Path}/{name}/{file.Path}"),
                    file.Digest);
        }
    }
}
