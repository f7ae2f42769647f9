using Gyre.Core;
using Gyre.Execution.Formats.Kubeflow;
using Gyre.Execution.Layout;
using Gyre.Storage;

namespace Gyre.Execution.Supervision.Components;

/// <summary>Lays out what a component reads and makes the folders it writes to.</summary>
internal sealed class ComponentLayout(ComponentOrder order, AttemptFolder folder, ComponentPlaces places, Func<Task<IBlobStore>> openBlobs)
{
    /// <exception cref="LayoutException">A name is refused, or content is missing or damaged.</exception>
    public async Task PlaceAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Values);
        Directory.CreateDirectory(folder.Scratch);
        foreach (var input in order.Artifacts)
        {
            var placed = new List<PlacedArtifact>(input.Items.Length);
            for (var i = 0; i < input.Items.Length; i++)
                placed.Add(await PlaceAsync(input.Name, i, input.Items[i], cancellationToken));
            places.Inputs[input.Name] = placed;
        }
    }

    /// <summary>What lies elsewhere is only named; nobody looks whether it is there.</summary>
    private async Task<PlacedArtifact> PlaceAsync(string input, int index, Artifact artifact, CancellationToken cancellationToken)
    {
        if (artifact is { Uri: { } uri, Files.IsEmpty: true })
            return new PlacedArtifact(artifact, uri, ArtifactPaths.Of(uri));
        var path = places.InputPath(input, index, artifact.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        foreach (var file in artifact.Files)
            await PlaceAsync(input, file, path, cancellationToken);
        return new PlacedArtifact(artifact, path, path);
    }

    private async Task PlaceAsync(string input, ArtifactFile file, string path, CancellationToken cancellationToken)
    {
        var place = path;
        if (file.Path.Length > 0)
        {
            if (!SafePath.TryParse(file.Path, out var safe, out var reason))
                throw new LayoutException($"The file '{file.Path}' of an artifact of input '{input}' is not valid: {reason}.");
            place = safe.Under(path);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        }
        try
        {
            await (await openBlobs()).CopyToFileAsync(file.Digest, place, cancellationToken);
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException or IOException)
        {
            throw new LayoutException($"An artifact of input '{input}' could not be placed: {exception.Message}", exception);
        }
    }
}
