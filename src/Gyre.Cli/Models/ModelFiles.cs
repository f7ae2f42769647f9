using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Models;

/// <summary>The files of a model in the artifacts of tracking.</summary>
/// <param name="artifacts">Artifacts.</param>
/// <param name="address">The folder of the model.</param>
internal sealed class ModelFiles(ITrackingArtifacts artifacts, string address)
{
    /// <summary>Files of one model; more are something else.</summary>
    private const int MostFiles = 100_000;

    /// <summary>The files at an address; <c>runs:/ID/PATH</c> means an artifact of a run.</summary>
    public static async Task<ModelFiles> OpenAsync(TrackingStore tracking, string location, CancellationToken cancellationToken)
    {
        const string Scheme = "runs:/";
        if (!location.StartsWith(Scheme, StringComparison.Ordinal))
            return new ModelFiles(tracking.Artifacts, location);
        var parts = location[Scheme.Length..].Split('/', 2);
        var run = await tracking.Runs.GetAsync(parts[0], cancellationToken);
        return new ModelFiles(tracking.Artifacts, parts.Length == 2 ? $"{run.Info.ArtifactUri}/{parts[1]}" : run.Info.ArtifactUri);
    }

    /// <summary>Paths of all files.</summary>
    /// <exception cref="InvalidInputException">There are far too many.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var files = new List<string>();
        await CollectAsync("", files, cancellationToken);
        return files;
    }

    /// <summary>The content of a file.</summary>
    /// <exception cref="InvalidInputException">It is no longer stored.</exception>
    public async Task<Stream> ReadAsync(string file, CancellationToken cancellationToken) =>
        await artifacts.OpenAsync(address, file, 0, cancellationToken)
        ?? throw new InvalidInputException("model.files", $"The content of '{file}' is no longer stored.");

    private async Task CollectAsync(string path, List<string> files, CancellationToken cancellationToken)
    {
        foreach (var entry in await artifacts.ListAsync(address, path, cancellationToken))
        {
            if (entry.IsFolder)
                await CollectAsync(entry.Path, files, cancellationToken);
            else
                files.Add(entry.Path);
            if (files.Count > MostFiles)
                throw new InvalidInputException("model.files", $"There are more than {MostFiles} files at '{Shown.Short(address, 200)}'.");
        }
    }
}
