using Gyre.Core;

namespace Gyre.Experiments.Steps;

/// <summary>What goes from one experience to the next: the transforms as they were fitted, and the model with all that it carries.</summary>
/// <param name="before">Folder of what came before; it need not exist.</param>
/// <param name="after">Folder for what comes now.</param>
internal sealed class TrialState(string before, string after)
{
    private const string TransformsFile = "transforms.json";
    private const string ModelFolder = "model";

    /// <summary>That of a step: its input and its output <c>state</c>.</summary>
    public TrialState(StepFolders folders)
        : this(Path.Join(folders.Inputs, "state"), Path.Join(folders.Outputs, "state"))
    {
    }

    /// <summary>Whether an experience came before.</summary>
    public bool IsThere => File.Exists(Path.Join(before, TransformsFile));

    public Task LoadAsync(TransformChain chain, CancellationToken cancellationToken) => LoadAsync(chain, before, cancellationToken);

    public Task LoadAsync(ITrialModel model, CancellationToken cancellationToken) => LoadAsync(model, before, cancellationToken);

    /// <summary>The same from another folder.</summary>
    public static async Task LoadAsync(TransformChain chain, string folder, CancellationToken cancellationToken) => await chain.LoadAsync(
        ValueJson.Parse(await File.ReadAllBytesAsync(Path.Join(folder, TransformsFile), cancellationToken)), cancellationToken);

    /// <summary>The same from another folder.</summary>
    public static Task LoadAsync(ITrialModel model, string folder, CancellationToken cancellationToken) =>
        model.LoadAsync(Path.Join(folder, ModelFolder), cancellationToken);

    public async Task SaveAsync(TransformChain chain, ITrialModel model, CancellationToken cancellationToken)
    {
        await model.SaveAsync(Directory.CreateDirectory(Path.Join(after, ModelFolder)).FullName, cancellationToken);
        var state = ValueJson.Write(await chain.SaveAsync(cancellationToken));
        await File.WriteAllTextAsync(Path.Join(after, TransformsFile), state, cancellationToken);
    }

    /// <summary>The same files where they become artifacts of the tracking run; content is stored once.</summary>
    public void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(after, "*", SearchOption.AllDirectories))
        {
            var target = Path.Join(folder, Path.GetRelativePath(after, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
