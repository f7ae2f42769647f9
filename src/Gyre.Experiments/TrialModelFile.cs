using Gyre.Core;
using Gyre.Experiments.Serving;

namespace Gyre.Experiments;

/// <summary>The model of a trial as one file, with all that it needs to answer: its schema, its transforms, its parameters.</summary>
public static class TrialModelFile
{
    /// <summary>Makes one file of the files that a trial leaves as its model.</summary>
    /// <param name="files">By path in the folder of the model, with '/'.</param>
    /// <returns>The same files give the same bytes.</returns>
    /// <exception cref="InvalidInputException">They are not those of a model that can answer by itself.</exception>
    public static byte[] Pack(IReadOnlyDictionary<string, byte[]> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return ModelPackage.Of(files).Write();
    }

    /// <summary>Whether a file is one of <see cref="Pack"/>, by its beginning.</summary>
    public static bool IsOne(ReadOnlySpan<byte> content) => ModelPackage.IsOne(content);

    /// <summary>Loads a model.</summary>
    /// <param name="content">A file of <see cref="Pack"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">It is damaged, or cannot answer by itself.</exception>
    public static async Task<ITrialPredictor> LoadAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await LoadedTrial.LoadAsync(ModelPackage.Read(content), cancellationToken);
}
