using System.Collections.Immutable;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Demo;

/// <summary>What the best turn of a cycle left behind, put where a person finds it.</summary>
/// <param name="Folder">A folder with the files.</param>
/// <param name="Files">The files.</param>
internal sealed record BestModel(string Folder, ImmutableArray<OutputFile> Files)
{
    /// <summary>Copies the outputs of the node that the objective speaks of, in the best turn; null when there are none.</summary>
    public static async Task<BestModel?> CopyAsync(IHome home, CycleView cycle, CancellationToken cancellationToken)
    {
        var turn = cycle.Turns.FirstOrDefault(turn => turn.Number == cycle.BestTurn);
        var dot = cycle.Objective?.Metric.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (turn is null || dot <= 0)
            return null;
        var node = await home.Runs.NodeAsync(turn.Run, cycle.Objective!.Metric[..dot], cancellationToken);
        if (node is null || node.Outputs.IsEmpty)
            return null;
        // Beside the project, never inside it: what lies there counts as code of the steps and would spoil the cache.
        var folder = Path.Join(home.Storage.Home, "best-model", turn.Run.ToString());
        foreach (var file in node.Outputs)
            await CopyAsync(home, file, SafePath.Parse(file.Path).Under(folder), cancellationToken);
        return new BestModel(folder, node.Outputs);
    }

    /// <summary>For programs.</summary>
    public Value Describe() => Shape.Object(
        ("folder", Value.Of(Folder)),
        ("files", Shape.List(Files, static file => Shape.Object(
            ("path", Value.Of(file.Path)), ("digest", Value.Of(file.Digest.ToString())), ("size", Value.Of(file.SizeInBytes))))));

    private static async Task CopyAsync(IHome home, OutputFile file, string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await home.Blobs.CopyToFileAsync(file.Digest, path, cancellationToken);
    }
}
