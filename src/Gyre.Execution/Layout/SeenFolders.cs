namespace Gyre.Execution.Layout;

/// <summary>Where a step finds its folders: where they are, or where they are mounted for it.</summary>
internal sealed record SeenFolders(string Repository, string Inputs, string Outputs, string Config)
{
    /// <summary>Where they are.</summary>
    public static SeenFolders Real(AttemptFolder folder) => new(folder.Repository, folder.Inputs, folder.Outputs, folder.Config);

    /// <summary>A place in an input, as the step names it.</summary>
    public string InInputs(string path, AttemptFolder folder) => Inputs + path[folder.Inputs.Length..];
}
