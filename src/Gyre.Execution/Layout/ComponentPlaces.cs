using Gyre.Core;

namespace Gyre.Execution.Layout;

/// <summary>An artifact as a component sees it.</summary>
/// <param name="Artifact">What it is.</param>
/// <param name="Uri">Its address; of what was laid out the path.</param>
/// <param name="Path">Where its content is seen.</param>
internal sealed record PlacedArtifact(Artifact Artifact, string Uri, string Path);

/// <summary>Where everything lies that a component reads and writes.</summary>
internal sealed class ComponentPlaces
{
    private const string ReportName = "executor_output.json";
    private readonly AttemptFolder _folder;

    /// <exception cref="LayoutException">A name can be no file's.</exception>
    public ComponentPlaces(ComponentOrder order, AttemptFolder folder)
    {
        _folder = folder;
        foreach (var output in order.Component.Outputs)
        {
            if (!IsFileName(output.Name) || output.Name == ReportName)
                throw new LayoutException(
                    $"The output name '{output.Name}' of '{order.Component.Name}' is not a valid file name; rename the output.");
        }
    }

    /// <summary>Input artifacts, once they are laid out.</summary>
    public Dictionary<string, IReadOnlyList<PlacedArtifact>> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>What the component says of its results; beside its artifacts, because programs make further paths from its folder.</summary>
    public string ReportFile => Path.Join(_folder.Outputs, ReportName);

    /// <summary>Where artifacts of this attempt lie.</summary>
    public string Root => _folder.Outputs;

    /// <summary>A folder for anything.</summary>
    public string Workspace => _folder.Scratch;

    /// <summary>Where an artifact is written, file or folder.</summary>
    public string OutputPath(string output) => Path.Join(_folder.Outputs, output);

    /// <summary>Where a value is written.</summary>
    public string ValueFile(string output) => Path.Join(_folder.Values, output);

    /// <summary>Where an input artifact is laid out.</summary>
    /// <param name="input">Its input.</param>
    /// <param name="index">Which of the input, from 0.</param>
    /// <param name="name">Its own name; another stands for it when it can be no file's.</param>
    /// <exception cref="LayoutException">The input's name can be no folder's.</exception>
    public string InputPath(string input, int index, string name) => IsFileName(input)
        ? Path.Join(_folder.Inputs, input, index.ToString(System.Globalization.CultureInfo.InvariantCulture), IsFileName(name) ? name : "artifact")
        : throw new LayoutException($"The input name '{input}' is not a valid folder name; rename the input.");

    private static bool IsFileName(string name) => SafePath.TryParse(name, out var path, out _) && path.Segments.Length == 1 && path.ToString() == name;
}
